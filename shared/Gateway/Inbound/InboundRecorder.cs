using Postern.Core.Events;
using Postern.Core.Journal;
using Postern.Core.Routing;
using Postern.Gateway.Publishing;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Records a routed mail: its bounce reports, the history of its sender, the health of its aliases, an attention
/// item, its events, the entry of the mail that it is a copy of, and last its own. Idempotent.
/// </summary>
public sealed class InboundRecorder(
    BounceProcessor bounces,
    SenderMemory memory,
    AliasHealth aliases,
    MailAttention attention,
    EventPublisher events,
    JournalStore journal,
    TimeProvider time
)
{
    public async Task RecordAsync(ClaimedMail decided, CancellationToken cancellationToken)
    {
        var (mail, raw, claim, facts) = decided;
        await bounces.ApplyAsync(claim.Reports, cancellationToken);
        await memory.KeepAsync(decided, cancellationToken);
        await aliases.NoteAsync(claim, facts.Configuration, cancellationToken);
        await attention.ListAsync(decided, cancellationToken);
        var withText = facts.Configuration.Parameters.EventContent;
        await events.PublishAsync(InboundEvents.Of(mail, raw, claim, withText), cancellationToken);
        if (InboundJournal.CopyOf(mail, facts) is { } first)
            await journal.AddCopyAsync(new MailId(first), InboundJournal.Copy(mail, raw), cancellationToken);
        await journal.SaveAsync(InboundJournal.Entry(mail, raw, claim, facts, time.GetUtcNow()), cancellationToken);
    }
}
