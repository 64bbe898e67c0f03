using Postern.Core.Claims;
using Postern.Core.Events;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Publishing;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Writes down what follows from a mail besides messages: what it reports, what is remembered of its sender, what wants a person,
/// what programs hear of, and last the journal. Doing it again changes nothing.
/// </summary>
public sealed class InboundRecorder(
    BounceProcessor bounces,
    SenderMemory memory,
    AliasHealth aliases,
    AttentionStore attention,
    EventPublisher events,
    JournalStore journal,
    TimeProvider time
)
{
    public async Task RecordAsync(
        IncomingMail mail,
        StoredMail raw,
        Claim claim,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        await bounces.ApplyAsync(claim.Reports, cancellationToken);
        await memory.KeepAsync(mail, raw, claim, facts.Configuration, cancellationToken);
        await aliases.NoteAsync(claim, facts.Configuration, cancellationToken);
        // What a person did about it is done.
        if (raw.Replay is not null)
            await attention.DiscardMailAsync(raw.Id.Value, raw.Received, cancellationToken);
        if (InboundJournal.Attention(mail, claim, facts) is { } kind)
        {
            await attention.AddMailAsync(
                kind,
                raw.Id.Value,
                raw.Received,
                InboundJournal.Why(claim),
                cancellationToken
            );
        }
        await events.PublishAsync(InboundEvents.Of(mail, raw, claim), cancellationToken);
        await journal.SaveAsync(InboundJournal.Entry(mail, raw, claim, time.GetUtcNow()), cancellationToken);
    }
}
