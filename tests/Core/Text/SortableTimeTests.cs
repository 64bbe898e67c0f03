using Postern.Core.Text;

namespace Postern.Tests.Text;

public sealed class SortableTimeTests
{
    [Fact]
    public void Later_times_sort_first_newest_first_and_last_ascending()
    {
        var (early, late) = (DateTimeOffset.UnixEpoch.AddYears(40), DateTimeOffset.UnixEpoch.AddYears(56));
        Assert.True(string.CompareOrdinal(SortableTime.NewestFirst(late), SortableTime.NewestFirst(early)) < 0);
        Assert.True(string.CompareOrdinal(SortableTime.Ascending(late), SortableTime.Ascending(early)) > 0);
        Assert.True(SortableTime.TryReadNewestFirst(SortableTime.NewestFirst(late), out var back));
        Assert.Equal(late, back);
    }
}
