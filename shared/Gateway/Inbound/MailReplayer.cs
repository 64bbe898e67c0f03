using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Queues a mail for another decision: by the rules as they are now, or onto a thread that an administrator names.
/// Only mail that is on no thread is replayed, or a second message would double the first.
/// </summary>
public sealed class MailReplayer(JournalStore journal, RawMailStore rawMail, MailQueues queues)
{
    /// <summary>Replays a mail.</summary>
    /// <param name="id">The mail.</param>
    /// <param name="thread">The thread to put it on; null when the rules decide.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ReplayOutcome> ReplayAsync(MailId id, ThreadKey? thread, CancellationToken cancellationToken)
    {
        var entry = await journal.FindAsync(id, cancellationToken);
        return entry switch
        {
            null => ReplayOutcome.NoMail,
            { State: JournalState.Pending or JournalState.Routed } => ReplayOutcome.NotNow,
            _ => await QueueAsync(entry, thread, released: false, cancellationToken),
        };
    }

    /// <summary>Releases a mail that is held or in quarantine.</summary>
    public async Task<ReplayOutcome> ReleaseAsync(MailId id, CancellationToken cancellationToken)
    {
        var entry = await journal.FindAsync(id, cancellationToken);
        return entry switch
        {
            null => ReplayOutcome.NoMail,
            { State: JournalState.Held or JournalState.Quarantined } => await QueueAsync(
                entry,
                null,
                released: true,
                cancellationToken
            ),
            _ => ReplayOutcome.NotNow,
        };
    }

    private async Task<ReplayOutcome> QueueAsync(
        JournalEntry entry,
        ThreadKey? thread,
        bool released,
        CancellationToken cancellationToken
    )
    {
        if (!await rawMail.ExistsAsync(entry.Raw, cancellationToken))
            return ReplayOutcome.NoRawMail;
        var item = new ReplayItem
        {
            Raw = entry.Raw,
            // Two requests for the same replay have the same number and so the same claim: nothing is done twice.
            Replay = entry.Replays + 1,
            Thread = thread is null ? null : new ThreadItem { Model = thread.Model, Id = thread.Id },
            Released = released,
        };
        await queues.PutAsync(QueueNames.InboundMail, item, cancellationToken);
        return ReplayOutcome.Queued;
    }
}

/// <summary>The outcome of a request for a replay.</summary>
public enum ReplayOutcome
{
    Queued,
    NoMail,

    /// <summary>The mail is on a thread, or about to be decided, or not held back.</summary>
    NotNow,

    /// <summary>The raw mail has been purged.</summary>
    NoRawMail,
}
