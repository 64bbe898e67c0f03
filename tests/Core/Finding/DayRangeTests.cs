using System.Globalization;
using Postern.Core.Finding;
using Postern.Core.Keys;

namespace Postern.Tests.Finding;

public sealed class DayRangeTests
{
    private static readonly DateOnly Day = new(2026, 11, 2);

    [Theory]
    [InlineData("2026-11-01T23:59:59.999Z", false)]
    [InlineData("2026-11-02T00:00:00.000Z", true)]
    [InlineData("2026-11-02T23:59:59.999Z", true)]
    [InlineData("2026-11-03T00:00:00.000Z", false)]
    public void The_keys_of_a_day_are_between_its_bounds(string time, bool isWithin)
    {
        var moment = DateTimeOffset.Parse(time, CultureInfo.InvariantCulture);
        var (key, days) = (MessageKey.Create(moment, "00000000000").Value, DayRange.Of(Day));
        var isAfterFirst = string.CompareOrdinal(key, days.NewestKey) >= 0;
        Assert.Equal(isWithin, isAfterFirst && string.CompareOrdinal(key, days.AfterOldestKey) < 0);
        Assert.Equal(isWithin, days.Has(DayRange.DayOf(moment)));
    }

    [Fact]
    public void Any_day_of_the_calendar_has_keys()
    {
        foreach (
            var day in new[]
            {
                DateOnly.MinValue,
                new(1969, 12, 31),
                new(1971, 1, 1),
                new(3084, 5, 6),
                DateOnly.MaxValue,
            }
        )
        {
            var (from, to) = (new DayRange(day, null), new DayRange(null, day));
            var key = MessageKey.Create(DayRange.Start(Day), "00000000000").Value;
            Assert.Equal(from.Has(Day), from.AfterOldestKey is not { } end || string.CompareOrdinal(key, end) < 0);
            Assert.Equal(to.Has(Day), string.CompareOrdinal(key, to.NewestKey) >= 0);
        }
    }
}
