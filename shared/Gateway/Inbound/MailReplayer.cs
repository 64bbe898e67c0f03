using Postern.Contracts;
using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Has a mail decided about again, by the rules as they are now or by a person who names its thread. Only mail that is on no
/// thread: a second message of one that is would be a double.
/// </summary>
public sealed class MailReplayer(JournalStore journal, RawMailStore rawMail, MailQueues queues)
{
    public async Task<ReplayOutcome> ReplayAsync(MailId id, ThreadKey? thread, CancellationToken cancellationToken) =>
        await journal.FindAsync(id, cancellationToken) switch
        {
            null => ReplayOutcome.NoMail,
            { State: JournalState.Pending or JournalState.Routed } => ReplayOutcome.NotNow,
            var entry => await QueueAsync(entry, thread, released: false, cancellationToken),
        };

    /// <summary>Lets a mail go that is held or in quarantine.</summary>
    public async Task<ReplayOutcome> ReleaseAsync(MailId id, CancellationToken cancellationToken) =>
        await journal.FindAsync(id, cancellationToken) switch
        {
            null => ReplayOutcome.NoMail,
            { State: JournalState.Held or JournalState.Quarantined } entry => await QueueAsync(
                entry,
                null,
                released: true,
                cancellationToken
            ),
            _ => ReplayOutcome.NotNow,
        };

    private async Task<ReplayOutcome> QueueAsync(
        JournalEntry entry,
        ThreadKey? thread,
        bool released,
        CancellationToken cancellationToken
    )
    {
        if (!await rawMail.ExistsAsync(entry.Raw, cancellationToken))
            return ReplayOutcome.NoRawMail;
        // Asked twice for the same time, it is the same claim: nothing is done twice.
        var item = new ReplayItem
        {
            Raw = entry.Raw,
            Replay = entry.Replays + 1,
            Thread = thread is null ? null : new ThreadItem { Model = thread.Model, Id = thread.Id },
            Released = released,
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

    /// <summary>It is on a thread, about to be decided, or not kept back.</summary>
    NotNow,

    /// <summary>The raw mail is not kept any more.</summary>
    NoRawMail,
}
