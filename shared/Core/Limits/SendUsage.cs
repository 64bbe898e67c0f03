namespace Postern.Core.Limits;

/// <summary>
/// Recipients that were counted against a server's limits: in the current minute and in each hour of the last day. It
/// is a single row, so that both limits are read and written together.
/// </summary>
public sealed record SendUsage
{
    // An hour counts until all of it is older than a day, so the sum is never less than the number in the last 24
    // hours.
    private static readonly TimeSpan Counted = TimeSpan.FromHours(25);

    /// <summary>Start of the minute in which <see cref="InMinute"/> was counted.</summary>
    public DateTimeOffset Minute { get; init; }

    public int InMinute { get; init; }

    /// <summary>Hours with recipients, oldest first.</summary>
    public IReadOnlyList<HourUsage> Hours { get; init; } = [];

    /// <summary>
    /// Blocks that are counted and not accounted for yet. A process that is killed does not account for its block, so
    /// the block comes back when its lease ends.
    /// </summary>
    public IReadOnlyList<LentBlock> Lent { get; init; } = [];

    /// <summary>Unique id of the write, by which a write whose response was lost is recognised.</summary>
    public string? Writer { get; init; }

    public static DateTimeOffset MinuteOf(DateTimeOffset time) => Floor(time, TimeSpan.FromMinutes(1));

    public static DateTimeOffset HourOf(DateTimeOffset time) => Floor(time, TimeSpan.FromHours(1));

    public int LastMinute(DateTimeOffset now) => Minute == MinuteOf(now) ? InMinute : 0;

    public int LastDay(DateTimeOffset now) => Counting(now).Sum(hour => hour.Recipients);

    /// <summary>When fewer than <paramref name="limit"/> recipients count for the day, if none are added.</summary>
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

    /// <summary>Adds recipients at a time; a negative number subtracts some that were counted then.</summary>
    public SendUsage Count(int recipients, DateTimeOffset at, DateTimeOffset now)
    {
        var minute = MinuteOf(now);
        var inMinute = LastMinute(now) + (MinuteOf(at) == minute ? recipients : 0);
        return this with { Minute = minute, InMinute = Math.Max(0, inMinute), Hours = HoursWith(recipients, at, now) };
    }

    /// <summary>Takes back the blocks whose leases have ended: what was sent of them is not known.</summary>
    public SendUsage TakeBack(DateTimeOffset now) =>
        Lent.Where(block => block.Until <= now)
            .Aggregate(this, (usage, block) => usage.Without(block.Id).Count(-block.Recipients, block.Taken, now));

    /// <summary>The usage when a block is accounted for.</summary>
    internal SendUsage Without(string id) => this with { Lent = [.. Lent.Where(block => block.Id != id)] };

    private List<HourUsage> HoursWith(int recipients, DateTimeOffset at, DateTimeOffset now)
    {
        var hours = Counting(now).ToDictionary(hour => hour.Start, hour => hour.Recipients);
        hours[HourOf(at)] = hours.GetValueOrDefault(HourOf(at)) + recipients;
        var used = hours.Where(hour => hour.Value > 0).Select(hour => new HourUsage(hour.Key, hour.Value));
        return [.. used.OrderBy(hour => hour.Start)];
    }

    private IEnumerable<HourUsage> Counting(DateTimeOffset now) => Hours.Where(hour => hour.Start + Counted > now);

    private static DateTimeOffset Floor(DateTimeOffset time, TimeSpan unit) =>
        new(time.UtcTicks - (time.UtcTicks % unit.Ticks), TimeSpan.Zero);
}

/// <summary>Number of recipients in the hour that begins at a time.</summary>
public sealed record HourUsage(DateTimeOffset Start, int Recipients);

/// <summary>A block of recipients that a process has taken.</summary>
/// <param name="Id">Its unique id.</param>
/// <param name="Recipients">How many there were.</param>
/// <param name="Taken">When they were counted.</param>
/// <param name="Until">End of its lease.</param>
public sealed record LentBlock(string Id, int Recipients, DateTimeOffset Taken, DateTimeOffset Until);
