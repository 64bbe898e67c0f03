using Postern.Core.Journal;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Deletes raw mail after <c>mail.raw.days</c>, the journal after a year, <c>mail.journal.days</c> or together with the raw
/// mail, whichever is latest, and the audit after 400 days. Raw mail and journal proceed day by day from where the last round ended. Raw
/// mail that waits for a person is deleted with its journal entry.
/// </summary>
public sealed class Expiry(
    GatewayConfigurationSource configuration,
    JournalStore journal,
    RawMailStore rawMail,
    AuditStore audit,
    TimeProvider time
)
{
    private const int AuditDays = 400;
    private const int DaysInARound = 3;
    private const int AtOnce = 8;

    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);
    private static readonly JournalState[] WaitForAPerson =
    [
        JournalState.Pending,
        JournalState.Parked,
        JournalState.Held,
        JournalState.Quarantined,
        JournalState.Failed,
    ];

    private DateTimeOffset _last;

    /// <summary>One round, at most once an hour.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now - _last < Pause)
            return;
        var days = (await configuration.GetAsync(cancellationToken)).Parameters.Retention;
        await ExpireAsync("raw", now.AddDays(-days.Raw), DeleteOldRawAsync, cancellationToken);
        await ExpireAsync("journal", now.AddDays(-days.JournalWaiting), DeleteJournalAsync, cancellationToken);
        await audit.DeleteBeforeAsync(now.AddDays(-AuditDays), cancellationToken);
        _last = now;
    }

    private async Task ExpireAsync(
        string what,
        DateTimeOffset until,
        Func<DateTimeOffset, CancellationToken, Task> expire,
        CancellationToken cancellationToken
    )
    {
        var last = DayOf(until).AddDays(-1);
        // A new gateway has nothing to delete yet.
        var before = await journal.ReadExpiredAsync(what, cancellationToken) ?? DayOf(time.GetUtcNow()).AddDays(-1);
        var done = before;
        while (done < last && done.DayNumber - before.DayNumber < DaysInARound)
        {
            done = done.AddDays(1);
            await expire(new DateTimeOffset(done.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), cancellationToken);
        }
        await journal.SaveExpiredAsync(what, done, cancellationToken);
    }

    private static bool WaitsForAPerson(JournalEntry entry) => entry.Unread || WaitForAPerson.Contains(entry.State);

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);

    private async Task DeleteOldRawAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        foreach (var partition in MailId.PartitionsOf(day))
        {
            await foreach (var batch in journal.ReadPartitionAsync(partition, cancellationToken))
            {
                await DeleteRawAsync(batch.Where(entry => !WaitsForAPerson(entry)), cancellationToken);
            }
        }
    }

    private async Task DeleteJournalAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        foreach (var partition in MailId.PartitionsOf(day))
        {
            await foreach (var batch in journal.ReadPartitionAsync(partition, cancellationToken))
            {
                await DeleteRawAsync(batch, cancellationToken);
                await journal.DeleteAsync(partition, batch, cancellationToken);
            }
        }
    }

    private async Task DeleteRawAsync(IEnumerable<JournalEntry> entries, CancellationToken cancellationToken)
    {
        foreach (var batch in entries.Chunk(AtOnce))
            await Task.WhenAll(batch.Select(entry => rawMail.DeleteAsync(entry.Raw, cancellationToken)));
    }
}
