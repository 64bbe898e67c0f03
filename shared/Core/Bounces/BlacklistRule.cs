using System.Globalization;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Reports;

namespace Postern.Core.Bounces;

/// <summary>
/// Decides whether an address is put on the blacklist (P28): after too many bounces over a long enough time, or after
/// one complaint.
/// </summary>
public static class BlacklistRule
{
    private const int LongestWords = 200;

    /// <summary>Counts the bounces of an address.</summary>
    /// <param name="history">Its reports in any order, those that do not count included.</param>
    /// <param name="now">Where the window ends.</param>
    /// <param name="limits">The limits from the parameters.</param>
    public static BounceStanding Judge(IEnumerable<DeliveryReport> history, DateTimeOffset now, BlacklistLimits limits)
    {
        var times = history
            .Where(report => report is { Counts: true, Kind: BounceReportKind.Bounce })
            .Select(report => report.Time)
            .Where(time => time > now - limits.Window && time <= now)
            .ToList();
        if (times.Count == 0)
            return new BounceStanding(0, null, null, false, $"No bounce in {Days(limits.Window)} counts.");
        var (first, last) = (times.Min(), times.Max());
        var reached = times.Count >= limits.Bounces && last - first >= limits.Spread;
        return new BounceStanding(times.Count, first, last, reached, Text(times.Count, first, last, limits));
    }

    /// <summary>The blacklist entry that a report leads to; null when it leads to none.</summary>
    /// <param name="report">The newest report.</param>
    /// <param name="history">All reports on the address, that one included.</param>
    /// <param name="limits">The limits from the parameters.</param>
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
        // The newest report need not be the latest event: a provider sends its events in any order.
        var reports = history.Append(report).ToList();
        var standing = Judge(history, reports.Max(each => each.Time), limits);
        if (!standing.Blacklists)
            return null;
        var note = $"{standing.Text} The last: {BounceWords.Of(report.Reason)}";
        return Entry(report, BlacklistReason.Bounces, note);
    }

    private static BlacklistEntry Entry(DeliveryReport report, BlacklistReason reason, string note) =>
        new()
        {
            Address = report.Address,
            Reason = reason,
            Since = report.Time,
            Note = report.Words.Length == 0 ? note : $"{note}: {BounceWords.Cut(report.Words, LongestWords)}",
        };

    private static string Text(int count, DateTimeOffset first, DateTimeOffset last, BlacklistLimits limits)
    {
        var culture = CultureInfo.InvariantCulture;
        var day = first.UtcDateTime.ToString("yyyy-MM-dd", culture);
        var spread = (last - first).TotalDays.ToString("0.0", culture);
        return string.Create(
            culture,
            $"{count} of {limits.Bounces} bounces in {Days(limits.Window)}, the first on {day}, "
                + $"the last {spread} of {Days(limits.Spread)} later."
        );
    }

    private static string Days(TimeSpan time) =>
        string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days");
}

/// <summary>What the bounces of an address amount to.</summary>
/// <param name="Count">How many count within the window.</param>
/// <param name="First">The time of the first of them.</param>
/// <param name="Last">The time of the last.</param>
/// <param name="Blacklists">Whether they put the address on the blacklist.</param>
/// <param name="Text">The same in words.</param>
public sealed record BounceStanding(
    int Count,
    DateTimeOffset? First,
    DateTimeOffset? Last,
    bool Blacklists,
    string Text
);
