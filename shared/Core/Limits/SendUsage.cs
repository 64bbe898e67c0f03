namespace Postern.Core.Limits;

/// <summary>
/// What a server's limits have given out: recipients in the current minute and in each hour of the last day. It is one row,
/// so that both limits are read and written in one call each.
/// </summary>
public sealed record SendUsage
{
    // An hour counts until all of it is more than a day old, so the sum is never less than what the last 24 hours saw.
    private static readonly TimeSpan Counted = TimeSpan.FromHours(25);

    /// <summary>Start of the minute that <see cref="InMinute"/> is about.</summary>
    public DateTimeOffset Minute { get; init; }

    public int InMinute { get; init; }

    /// <summary>Hours with recipients, oldest first.</summary>
    public IReadOnlyList<HourUsage> Hours { get; init; } = [];

    /// <summary>Who wrote it: a write whose reply was lost is recognised by it.</summary>
    public string? Writer { get; init; }

    public static DateTimeOffset MinuteOf(DateTimeOffset time) => Floor(time, TimeSpan.FromMinutes(1));

    public static DateTimeOffset HourOf(DateTimeOffset time) => Floor(time, TimeSpan.FromHours(1));

    public int LastMinute(DateTimeOffset now) => Minute == MinuteOf(now) ? InMinute : 0;

    public int LastDay(DateTimeOffset now) => Counting(now).Sum(hour => hour.Recipients);

    /// <summary>From when on, by what is known now, fewer than <paramref name="limit"/> recipients count for the day.</summary>
    public DateTimeOffset DayBelow(int limit, DateTimeOffset now)
    {
        var used = LastDay(now);
        foreach (var hour in Counting(now))
        {
            used -= hour.Recipients;
            if (used < limit)
                return hour.Start + Counted;
        }
        return now + Counted;
    }

    /// <summary>Counts recipients at a time, or takes back what was counted then (a negative number).</summary>
    public SendUsage Count(int recipients, DateTimeOffset at, DateTimeOffset now)
    {
        var minute = MinuteOf(now);
        var hours = Counting(now).ToDictionary(hour => hour.Start, hour => hour.Recipients);
        hours[HourOf(at)] = Math.Max(0, hours.GetValueOrDefault(HourOf(at)) + recipients);
        return this with
        {
            Minute = minute,
            InMinute = Math.Max(0, LastMinute(now) + (MinuteOf(at) == minute ? recipients : 0)),
            Hours =
            [
                .. hours
                    .Where(hour => hour.Value > 0)
                    .Select(hour => new HourUsage(hour.Key, hour.Value))
                    .OrderBy(hour => hour.Start),
            ],
        };
    }

    private IEnumerable<HourUsage> Counting(DateTimeOffset now) => Hours.Where(hour => hour.Start + Counted > now);

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan unit) =>
        new(time.UtcTicks - (time.UtcTicks % unit.Ticks), TimeSpan.Zero);
}

/// <summary>Recipients that were counted in an hour.</summary>
public sealed record HourUsage(DateTimeOffset Start, int Recipients);
