using Postern.Core.Configuration;
using Postern.Core.Health;
using Postern.Tests.Support;

namespace Postern.Tests.Health;

public sealed class DrainStatusTests
{
    private static readonly DateTimeOffset Since = new(2026, 11, 29, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    // A run may not have seen it yet.
    [InlineData(9, 0, true, false)]
    [InlineData(10, 0, true, true)]
    [InlineData(10, 1, true, false)]
    [InlineData(1799, 0, true, true)]
    // It ended by itself, and mail is sent again.
    [InlineData(1800, 0, false, false)]
    public void It_is_quiet_once_every_run_has_seen_it_and_none_works(int seconds, int runs, bool draining, bool quiet)
    {
        var configuration = Configurations.Of() with { Drain = new MailDrain(Since) };
        var running = Enumerable.Repeat(new RunningWork("outbound-mail", Since), runs).ToList();

        var status = DrainStatus.Of(configuration, running, Since.AddSeconds(seconds))!;

        Assert.Equal((draining, quiet, "live"), (status.Draining, status.Quiet, status.Then));
    }
}
