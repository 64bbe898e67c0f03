using Microsoft.Extensions.Time.Testing;
using Postern.Gateway.Mailboxes;

namespace Postern.Tests.Mailboxes;

public sealed class TransferPatienceTests
{
    [Fact]
    public void A_server_that_drips_is_waited_for_ten_minutes_in_all()
    {
        var time = new FakeTimeProvider();
        using var transfer = new TransferPatience(TimeSpan.FromMinutes(1), time).Begin(1000, default);
        for (var seconds = 0; seconds < 570; seconds += 30)
        {
            time.Advance(TimeSpan.FromSeconds(30));
            transfer.Report(seconds);
        }
        Assert.False(transfer.Token.IsCancellationRequested);
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.True(transfer.Token.IsCancellationRequested);
    }
}
