using Postern.Core.Journal;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Deletes what is kept for a time only: raw mail after <c>mail.raw.days</c>, the journal after a year, or with the raw mail where that is
/// kept for longer. A day at a time, from where the last round ended. Raw mail that waits for a person stays until the journal goes.
/// </summary>
public sealed class Expiry(
    GatewayConfigurationSource configuration,
    JournalStore journal,
    RawMailStore rawMail,
    TimeProvider time
)
{
    private const int JournalDays = 365;
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
        var days = (await configuration.GetAsync(cancellationToken)).Parameters.RawDays;
        await ExpireAsync("raw", now.AddDays(-days), PurgeAsync, cancellationToken);
        await ExpireAsync("journal", now.AddDays(-Math.Max(days, JournalDays)), ForgetAsync, cancellationToken);
        _last = now;
    }

    private async Task ExpireAsync(
        string what,
        DateTimeOffset until,
        Func<DateTimeOffset, CancellationToken, Task> expire,
        CancellationToken cancellationToken
    )
    {
        var last = DateOnly.FromDateTime(until.UtcDateTime).AddDays(-1);
        // Before its first round a gateway has nothing that is old.
        var done =
            await journal.ReadExpiredAsync(what, cancellationToken)
            ?? DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddDays(-1);
        var first = done;
        while (done < last && done.DayNumber - first.DayNumber < DaysInARound)
        {
            done = done.AddDays(1);
            await expire(new DateTimeOffset(done.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero), cancellationToken);
        }
        await journal.SaveExpiredAsync(what, done, cancellationToken);
    }

    private async Task PurgeAsync(DateTimeOffset day, CancellationToken cancellationToken)
    {
        foreach (var partition in MailId.PartitionsOf(day))
        {
            await foreach (var batch in journal.ReadPartitionAsync(partition, cancellationToken))
            {
                await DeleteRawAsync(batch.Where(entry => !WaitForAPerson.Contains(entry.State)), cancellationToken);
            }
        }
    }

    private async Task ForgetAsync(DateTimeOffset day, CancellationToken cancellationToken)
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
