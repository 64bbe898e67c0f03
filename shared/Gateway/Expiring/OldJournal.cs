using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Core.Retention;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Deletes the journal day by day, where it is kept for less than a year, with what raw mail is left. An entry that waits
/// for a person stays until it goes with the rest after a year.
/// </summary>
internal sealed class OldJournal(JournalStore journal, RawMailStore rawMail)
{
    private const int AtOnce = 8;

    /// <summary>Goes on. Returns the run after it; null at the end.</summary>
    public async Task<RetentionRun?> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.JournalBefore is not { } before)
            return null;
        var last = DayOf(before).AddDays(-1);
        var done = work.Run.Journal ?? await BeforeFirstAsync(last, cancellationToken);
        if (done >= last)
            return null;
        do
        {
            if (!await DeleteAsync(done.AddDays(1), work, cancellationToken))
                break;
            done = done.AddDays(1);
        } while (done < last && !work.IsLate);
        return work.Progress(null) with { Journal = done };
    }

    private async Task<DateOnly> BeforeFirstAsync(DateOnly last, CancellationToken cancellationToken) =>
        await journal.FindOldestDayAsync(cancellationToken) is { } oldest ? DayOf(oldest).AddDays(-1) : last;

    // False where there is more of the day than there is time for. What is deleted is not found again.
    private async Task<bool> DeleteAsync(DateOnly day, RetentionWork work, CancellationToken cancellationToken)
    {
        var begin = new DateTimeOffset(day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero);
        foreach (var partition in MailId.PartitionsOf(begin))
        {
            await foreach (var batch in journal.ReadPartitionAsync(partition, cancellationToken))
            {
                if (await DeleteAsync(partition, batch, work, cancellationToken) && work.IsLate)
                    return false;
            }
        }
        return true;
    }

    private async Task<bool> DeleteAsync(
        string partition,
        IReadOnlyList<JournalEntry> batch,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        var old = batch.Where(entry => !ErasedMails.IsOpen(entry)).ToList();
        work.Counts = work.Counts with { Looked = work.Counts.Looked + batch.Count };
        if (old.Count == 0)
            return false;
        await work.BeginDeletingAsync();
        foreach (var some in old.Chunk(AtOnce))
            await Task.WhenAll(some.Select(entry => rawMail.DeleteAsync(entry.Raw, cancellationToken)));
        await journal.DeleteAsync(partition, old, cancellationToken);
        work.Counts = work.Counts with { Journal = work.Counts.Journal + old.Count };
        return true;
    }

    private static DateOnly DayOf(DateTimeOffset moment) => DateOnly.FromDateTime(moment.UtcDateTime);
}
