using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Journal;
using Postern.Core.Retention;
using Postern.Core.Threads;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Deletes a thread on which nothing has happened since a time and of which nothing waits. Its head goes first, on the
/// condition that it is unchanged, and comes back where a message was posted meanwhile.
/// </summary>
internal sealed class ThreadExpiry(
    GatewayStorage storage,
    ThreadRemoval removal,
    ThreadActivityReader activities,
    OldThreadRows rows,
    WaitingThreads waiting,
    JournalStore journal,
    ErasureStore erasures,
    TimeProvider time
)
{
    private const int MostTries = 5;

    // What comes onto the list meanwhile is about a thread on which something happens.
    private static readonly TimeSpan Known = TimeSpan.FromMinutes(1);

    private readonly TableClient _table = storage.Table(TableNames.Threads);
    private IReadOnlySet<string> _waiting = new HashSet<string>();
    private DateTimeOffset _knownUntil;

    /// <summary>Reads which threads wait for a person.</summary>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() < _knownUntil)
            return;
        _waiting = await waiting.ReadAsync(cancellationToken);
        _knownUntil = time.GetUtcNow() + Known;
    }

    /// <summary>Deletes a thread, or what is left of it. False when there was no time to end.</summary>
    public async Task<bool> RemoveAsync(string partition, RetentionWork work, CancellationToken cancellationToken)
    {
        if (!ThreadKey.TryParse(partition, out var thread))
            return true;
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var head = await _table.FindAsync(partition, ThreadRows.Head, cancellationToken);
            if (BeforeFor(head, work) is not { } before)
                return true;
            // Where the head is gone, or is of another thread, the newest message says all.
            var activity =
                head is null || IsAnew(head, work)
                    ? await activities.ReadNewestAsync(partition, cancellationToken)
                    : await activities.ReadAsync(partition, head, cancellationToken);
            switch (await DecideAsync(thread, head, activity, before, work, cancellationToken))
            {
                case Fate.Stays:
                    return true;
                case Fate.IsAnew:
                    return await rows.RemoveAsync(thread, activity, isAnew: true, before, work, cancellationToken);
                case Fate.Goes:
                    return await rows.RemoveAsync(thread, activity, isAnew: false, before, work, cancellationToken);
                default:
                    continue;
            }
        }
        // It changes all the time, so it is not old.
        return true;
    }

    // What lost its head goes to its end, also where the parameter was taken back.
    private static DateTimeOffset? BeforeFor(TableEntity? head, RetentionWork work) =>
        head is null || IsAnew(head, work) ? work.Run.Before : work.ThreadsBefore;

    private static bool IsAnew(TableEntity head, RetentionWork work) =>
        TableRow.Read<ThreadHead>(head).Created > work.Run.Begun;

    private async Task<Fate> DecideAsync(
        ThreadKey thread,
        TableEntity? head,
        ThreadActivity activity,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        if (head is null)
            return await DecideHeadlessAsync(thread, activity, before, work, cancellationToken);
        if (IsAnew(head, work))
            return Fate.IsAnew;
        if (activity.Last > before)
            return Fate.Stays;
        if (!activity.IsOver(before) || await WaitsAsync(thread, activity, before, cancellationToken))
        {
            work.Counts = work.Counts with { Kept = work.Counts.Kept + 1 };
            return Fate.Stays;
        }
        return await RemoveHeadAsync(thread, head, activity, before, work, cancellationToken);
    }

    private async Task<bool> WaitsAsync(
        ThreadKey thread,
        ThreadActivity activity,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        if (_waiting.Contains(thread.Partition))
            return true;
        // A mail that was held has the time at which it came.
        return MailId.TryParse(activity.Message?.Mail, out var mail)
            && (await journal.FindAsync(mail, cancellationToken))?.Decided > before;
    }

    // A run that has read the thread before posts on it without asking whether the head is still there.
    private async Task<Fate> DecideHeadlessAsync(
        ThreadKey thread,
        ThreadActivity activity,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        if (activity is not { Message: { } newest, Newest: { } posted } || posted <= before)
            return Fate.Goes;
        var jobs = await erasures.ListAsync(cancellationToken);
        if (jobs.Any(job => job.Value is { Finished: null } erasure && erasure.Thread == thread))
            return Fate.Stays;
        await _table.TryAddAsync(ThreadRows.Write(newest.Thread), cancellationToken);
        return Fate.Stays;
    }

    private async Task<Fate> RemoveHeadAsync(
        ThreadKey thread,
        TableEntity head,
        ThreadActivity activity,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        await work.BeginDeletingAsync();
        if (!await _table.TryDeleteAsync(head, cancellationToken))
            return Fate.Unknown;
        var after = await activities.ReadAsync(thread.Partition, head, cancellationToken);
        if (after.Last > before)
        {
            await _table.TryAddAsync(Copy(head), cancellationToken);
            return Fate.Stays;
        }
        work.Counts = work.Counts with { Threads = work.Counts.Threads + 1 };
        // A message tells the token too.
        var token = TableRow.Read<ThreadHead>(head).Token;
        if (activity.Message is null)
            await removal.ForgetTokenAsync(token, work.Erasure(before, thread), cancellationToken);
        return Fate.Goes;
    }

    private static TableEntity Copy(TableEntity row) =>
        TableRow.OfText(row.PartitionKey, row.RowKey, TableRow.TextOf(row));

    private enum Fate
    {
        /// <summary>It changed meanwhile.</summary>
        Unknown,

        /// <summary>Something has happened on it, or waits.</summary>
        Stays,

        /// <summary>It was made anew: only what is old goes.</summary>
        IsAnew,

        /// <summary>All of it goes.</summary>
        Goes,
    }
}
