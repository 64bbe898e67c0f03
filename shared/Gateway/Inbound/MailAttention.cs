using Postern.Core.Attention;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Lists a decided mail that needs a person's attention. Idempotent.</summary>
public sealed class MailAttention(AttentionStore attention, UnreadTurns turns)
{
    private const string LastOfDay =
        " Further mails of this sender that nobody reads are only in the journal for the rest of the day.";

    public async Task ListAsync(ClaimedMail decided, CancellationToken cancellationToken)
    {
        var (mail, raw, claim, facts) = decided;
        // A replay is what an administrator did about the item.
        if (raw.Replay is not null)
            await attention.DiscardMailAsync(raw.Id.Value, raw.Received, cancellationToken);
        if (InboundJournal.Attention(mail, claim, facts) is not { } kind)
            return;
        var reason = InboundJournal.Why(claim);
        if (kind == AttentionKind.UnreadPerson)
        {
            var sender = MailSender.CountedFor(mail)?.Address;
            if (await turns.TakeAsync(sender, raw.Id, cancellationToken) is not { } number)
                return;
            reason += number == UnreadTurns.MostADay ? LastOfDay : "";
        }
        var advice = InboundJournal.Advice(kind, claim);
        await attention.AddMailAsync(kind, raw.Id.Value, raw.Received, reason, advice, cancellationToken);
    }
}
