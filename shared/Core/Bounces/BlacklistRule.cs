using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>Whether what is known of an address puts it on the blacklist (P28): too many bounces over long enough a time, or one complaint.</summary>
public static class BlacklistRule
{
    private const int LongestWords = 200;

    /// <summary>What the history of an address amounts to.</summary>
    /// <param name="history">Its bounces, in any order, those that do not count too.</param>
    /// <param name="now">Where the window ends.</param>
    /// <param name="limits">The parameters.</param>
    public static BounceStanding Judge(IEnumerable<DeliveryReport> history, DateTimeOffset now, BlacklistLimits limits)
    {
        var counted = history
            .Where(report =>
                report is { Counts: true, Kind: BounceReportKind.Bounce }
                && report.Time > now - limits.Window
                && report.Time <= now
            )
            .ToList();
        if (counted.Count == 0)
            return new BounceStanding(0, null, null, false, $"No bounce in {Days(limits.Window)} counts.");
        var (first, last) = (counted.Min(report => report.Time), counted.Max(report => report.Time));
        var reached = counted.Count >= limits.Bounces && last - first >= limits.Spread;
        return new BounceStanding(counted.Count, first, last, reached, Text(counted.Count, first, last, limits));
    }

    /// <summary>The entry that a report makes; null when it makes none.</summary>
    /// <param name="report">The newest report.</param>
    /// <param name="history">All that the address has, with that report.</param>
    /// <param name="limits">The parameters.</param>
    public static BlacklistEntry? EntryOf(
        DeliveryReport report,
        IEnumerable<DeliveryReport> history,
        BlacklistLimits limits
    )
    {
        if (!report.Counts)
            return null;
        if (report.Kind == BounceReportKind.Complaint)
            return Entry(report, BlacklistReason.Complaint, "a mail was reported as spam");
        // A provider's events need not come in order.
        var known = history.Append(report).ToList();
        var standing = Judge(history, known.Max(one => one.Time), limits);
        return standing.Blacklists
            ? Entry(report, BlacklistReason.Bounces, $"{standing.Text} The last: {BounceWords.Of(report.Reason)}")
            : null;
    }

    private static BlacklistEntry Entry(DeliveryReport report, BlacklistReason reason, string note) =>
        new()
        {
            Address = report.Address,
            Reason = reason,
            Since = report.Time,
            Note = report.Words.Length == 0 ? note : $"{note}: {BounceWords.Cut(report.Words, LongestWords)}",
        };

    private static string Text(int count, DateTimeOffset first, DateTimeOffset last, BlacklistLimits limits) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{count} of {limits.Bounces} bounces in {Days(limits.Window)}, the first on {first.UtcDateTime:yyyy-MM-dd}, the last {(last - first).TotalDays:0.0} of {Days(limits.Spread)} later."
        );

    private static string Days(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days");
}

/// <summary>What the bounces of an address amount to.</summary>
/// <param name="Count">How many count within the window.</param>
/// <param name="First">The first of them.</param>
/// <param name="Last">The last.</param>
/// <param name="Blacklists">Whether they put the address on the blacklist.</param>
/// <param name="Text">The same in words.</param>
public sealed record BounceStanding(
    int Count,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    bool Blacklists,
    string Text
);
