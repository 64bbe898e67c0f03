using Postern.DevHost.Queues;

namespace Postern.Tests.DevHost;

public sealed class PollingBackoffTests
{
    [Fact]
    public void Waits_grow_from_100_ms_to_the_maximum_and_start_again_after_a_message()
    {
        var backoff = new PollingBackoff(TimeSpan.FromSeconds(30), new Random(1));

        var waits = Enumerable.Range(0, 12).Select(_ => backoff.Next()).ToList();

        Assert.Equal(TimeSpan.FromMilliseconds(100), waits[0]);
        Assert.Equal(waits.Order(), waits);
        Assert.InRange(waits[3], TimeSpan.FromMilliseconds(100 + 320), TimeSpan.FromMilliseconds(100 + 480));
        Assert.Equal(TimeSpan.FromSeconds(30), waits[^1]);
        backoff.Reset();
        Assert.Equal(TimeSpan.FromMilliseconds(100), backoff.Next());
    }
}
