using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Tests.Servers;
using Postern.Tests.Support;
using Xunit.Abstractions;

namespace Postern.Tests.Inbound;

/// <summary>
/// One mail from intake to relay, with every write broken once: before it, after it, and with its reply lost. Whatever
/// breaks, each mail is one message on one thread, and each notification arrives.
/// </summary>
public sealed class FaultTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(FaultKind.CrashBefore)]
    [InlineData(FaultKind.CrashAfter)]
    [InlineData(FaultKind.LostReply)]
    [Trait("Speed", "Long")]
    public Task A_mail_whose_every_write_is_broken_once_lands_once_and_is_notified(FaultKind kind) =>
        WriteFaults.BreakEachAsync(
            output,
            kind,
            () => Mails.New(WriteFaults.Customer, "support@mycompany.example"),
            CheckAsync
        );

    /// <summary>Asserts that all is as it should be, and returns how many second copies were sent.</summary>
    private static async Task<int> CheckAsync(TestGateway gateway, MailId id)
    {
        var entry = await gateway.JournalAsync(id);
        Assert.Equal(JournalState.Routed, entry.State);
        var thread = Assert.Single(entry.Threads);
        Assert.Single(await gateway.MessagesAsync(thread));
        var delivery = Assert.Single(await gateway.DeliveriesAsync(thread));
        Assert.Equal(DeliveryState.Sent, delivery.State);
        Assert.NotEmpty(gateway.Sent);
        Assert.Single(gateway.Sent.Select(mail => mail.MessageId).Distinct());
        Assert.True(delivery.PossibleDoubles >= gateway.Sent.Count - 1, "a second copy was not counted");
        return gateway.Sent.Count - 1;
    }
}
