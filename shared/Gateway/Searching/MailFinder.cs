using Postern.Core.Finding;
using Postern.Core.Journal;
using Postern.Core.Text;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Searching;

/// <summary>The list of mails over many days, newest first.</summary>
public sealed class MailFinder(JournalStore journal, GatewayConfigurationSource configuration, TimeProvider time)
{
    // A day costs sixteen calls, also one without mail.
    private const int MostDays = 31;

    // The journal is kept for a year, or as long as raw mail where that is longer, and deleted within some days.
    private const int JournalDays = 370;

    /// <summary>The next mails.</summary>
    /// <param name="filter">Which mails; where it begins after one, the list goes on there.</param>
    /// <param name="days">The days (UTC) on which they were received.</param>
    /// <param name="limit">Most mails.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<FoundPage<JournalEntry>> FindAsync(
        JournalFilter filter,
        DayRange days,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (items, rows) = (new List<JournalEntry>(), 0);
        var first = await FindFirstAsync(days, cancellationToken);
        var day = filter.After is { } last ? DayRange.DayOf(last.Received) : LastOf(days);
        for (var count = 0; day >= first; count++)
        {
            if (count == MostDays || rows >= RangeScan.MostRows)
                return new(items, SortableTime.NewestFirst(DayRange.End(day)));
            var most = RangeScan.MostRows - rows;
            var found = await journal.ScanAsync(
                DayRange.Start(day),
                filter,
                limit - items.Count,
                most,
                cancellationToken
            );
            items.AddRange(found.Items);
            rows += found.Rows;
            if (found.Next is { } next)
                return new(items, next);
            // Nor is there a day before the first of the calendar.
            if (day == first)
                break;
            (day, filter) = (day.AddDays(-1), filter with { After = null });
        }
        return new(items, null);
    }

    private DateOnly LastOf(DayRange days)
    {
        var today = DayRange.DayOf(time.GetUtcNow());
        return days.To is { } to && to < today ? to : today;
    }

    // Days of which nothing is kept are not looked at, but for one that is asked for as the last.
    private async Task<DateOnly> FindFirstAsync(DayRange days, CancellationToken cancellationToken)
    {
        var raw = (await configuration.GetAsync(cancellationToken)).Parameters.RawDays;
        var kept = DayRange.DayOf(time.GetUtcNow()).AddDays(-Math.Max(raw, JournalDays));
        var oldest = days.To < kept ? days.To.Value : kept;
        return days.From > oldest ? days.From.Value : oldest;
    }
}
