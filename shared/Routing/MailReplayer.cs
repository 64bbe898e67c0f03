using Postern.Contracts;
using Postern.Journal;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>
/// Has a mail decided about again, by the rules as they are now or by a person who names its thread. Only mail that is on no
/// thread: a second message of one that is would be a double.
/// </summary>
public sealed class MailReplayer(JournalStore journal, RawMailStore rawMail, MailQueues queues)
{
    public async Task<ReplayOutcome> ReplayAsync(MailId id, ThreadKey? thread, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(id, cancellationToken) is not { } entry) return ReplayOutcome.NoMail;
        if (entry.State is JournalState.Pending or JournalState.Routed) return ReplayOutcome.NotNow;
        if (!await rawMail.ExistsAsync(entry.Raw, cancellationToken)) return ReplayOutcome.NoRawMail;
        // Asked twice for the same time, it is the same claim: nothing is done twice.
        var item = new ReplayItem
        {
            Raw = entry.Raw,
            Replay = entry.Replays + 1,
            Thread = thread is null ? null : new ThreadItem { Model = thread.Model, Id = thread.Id },
        };
        await queues.PutAsync(QueueNames.InboundMail, item, cancellationToken);
        return ReplayOutcome.Queued;
    }
}

/// <summary>How the wish for a replay ended.</summary>
public enum ReplayOutcome
{
    Queued,
    NoMail,

    /// <summary>It is on a thread, or about to be decided.</summary>
    NotNow,

    /// <summary>The raw mail is not kept any more.</summary>
    NoRawMail,
}

/// <summary>A mail's place in a line of replays.</summary>
/// <param name="Number">Which time it is.</param>
/// <param name="Thread">The thread that a person puts it on.</param>
public sealed record ReplayOrder(int Number, ThreadKey? Thread);
