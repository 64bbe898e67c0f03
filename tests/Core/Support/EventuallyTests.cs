using Xunit.Sdk;

namespace Postern.Tests.Support;

public sealed class EventuallyTests
{
    [Fact]
    public async Task The_value_that_meets_the_condition_is_returned()
    {
        var reads = 0;

        var value = await Eventually.ReadAsync(() => ++reads, count => count == 3);

        Assert.Equal(3, value);
    }

    [Fact]
    public async Task A_wait_in_vain_names_the_condition_and_the_last_value_seen()
    {
        List<string> seen = ["a", "b"];

        var failure = await Assert.ThrowsAsync<XunitException>(() =>
            Eventually.ReadAsync(() => seen, items => items.Count == 3, TimeSpan.Zero)
        );

        Assert.Equal("Not within 0 s: items => items.Count == 3. Last seen: [\"a\", \"b\"]", failure.Message);
    }
}
