using Postern.Core.Text;

namespace Postern.Core.Finding;

/// <summary>Days in UTC, of which the first and the last belong to the range; null leaves it open.</summary>
public sealed record DayRange(DateOnly? From = null, DateOnly? To = null)
{
    // Keys have times from 1970 to 3084; no row is as old or as new.
    private static readonly DateOnly Oldest = new(1971, 1, 1);
    private static readonly DateOnly Newest = new(3000, 1, 1);

    /// <summary>Where keys that sort newest first begin; empty without a last day.</summary>
    public string NewestKey => To is { } day && day < Newest ? SortableTime.NewestFirst(End(Within(day))) : "";

    /// <summary>Where keys that sort newest first are older than the range; null without a first day.</summary>
    public string? AfterOldestKey =>
        From is { } day && day > Oldest ? SortableTime.NewestFirst(Start(Within(day)).AddMilliseconds(-1)) : null;

    /// <summary>Whether a day belongs to it.</summary>
    public bool Has(DateOnly day) => (From is null || day >= From) && (To is null || day <= To);

    /// <summary>One day alone.</summary>
    public static DayRange Of(DateOnly day) => new(day, day);

    /// <summary>The first moment of a day.</summary>
    public static DateTimeOffset Start(DateOnly day) => new(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);

    /// <summary>The last moment of a day that keys tell apart.</summary>
    public static DateTimeOffset End(DateOnly day) => new(day.ToDateTime(new TimeOnly(23, 59, 59, 999)), TimeSpan.Zero);

    /// <summary>The day of a moment.</summary>
    public static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private static DateOnly Within(DateOnly day) =>
        day < Oldest ? Oldest
        : day > Newest ? Newest
        : day;
}
