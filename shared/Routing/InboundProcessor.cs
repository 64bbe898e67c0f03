using Postern.Attention;
using Postern.Claims;
using Postern.Journal;
using Postern.Mail;
using Postern.Signing;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Routing;

/// <summary>
/// Routes a mail: reads the facts, decides, claims the decision with its plan, carries the plan out, marks the journal.
/// Whatever stops it in between, the next run finds the claim and carries the same plan out to its end.
/// </summary>
public sealed class InboundProcessor(
    InboundSource source, RoutingFactsLoader loader, ClaimStore claims, ThreadPoster poster, SenderMemory memory, JournalStore journal, AttentionStore attention, TagKeys tagKeys, TimeProvider time)
{
    private const int MostAttempts = 5;

    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (raw, problem) = await source.ReadAsync(message, cancellationToken);
        if (raw is null)
        {
            await attention.RejectAsync(QueueNames.InboundMail, message, problem!, cancellationToken);
            return;
        }
        var mail = MailParser.Parse(raw.Content.ToStream(), raw.Origin.ToEnvelope());
        var facts = await loader.LoadAsync(mail, raw, await tagKeys.GetAsync(cancellationToken), cancellationToken);
        var claim = await DecideAsync(mail, raw, facts, cancellationToken);
        await ApplyAsync(mail, raw, claim, facts, cancellationToken);
        await journal.SaveAsync(InboundJournal.Entry(mail, raw, claim, time.GetUtcNow()), cancellationToken);
    }

    /// <summary>The claim that counts for this mail: the one made now, or the one that an earlier run of the same mail made.</summary>
    private async Task<Claim> DecideAsync(IncomingMail mail, StoredMail raw, RoutingFacts facts, CancellationToken cancellationToken)
    {
        var keys = await tagKeys.GetAsync(cancellationToken);
        var first = mail.MessageId is { } id ? ClaimKey.OfMessageId(id) : ClaimKey.OfContent(mail.Fingerprint);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var decision = Router.Decide(mail, facts);
            facts = await loader.WithReversePathAsync(facts, mail, decision, cancellationToken);
            decision = Router.Decide(mail, facts);
            var key = InboundPlanner.KeyOf(first, mail, raw, decision, facts);
            var plan = InboundPlanner.Plan(mail, raw, decision, facts, key, keys, attempt);
            var claim = await claims.TakeAsync(key, plan, cancellationToken);
            if (claim?.Owner == plan.Owner) return claim;
            // Null: a token was taken, and the next attempt draws another. Else another mail came with this Message-Id before.
            if (claim is not null) facts = facts with { Earlier = [.. facts.Earlier, claim] };
        }
        throw new InvalidOperationException($"Mail {raw.Id} found no free claim in {MostAttempts} attempts.");
    }

    private async Task ApplyAsync(IncomingMail mail, StoredMail raw, Claim claim, RoutingFacts facts, CancellationToken cancellationToken)
    {
        var content = MailContent.Of(mail, raw, facts);
        foreach (var posting in claim.Postings)
        {
            await poster.PostAsync(posting, content, facts.Thread(posting.Thread.Key), cancellationToken);
        }
        foreach (var notice in claim.Notices)
        {
            await poster.PostAsync(notice.Posting, Notices.NoticeContent.Of(notice.Notice, mail), null, cancellationToken);
        }
        await memory.KeepAsync(mail, raw, claim, facts.Configuration, cancellationToken);
        if (InboundJournal.Attention(claim, facts) is { } kind) await attention.AddMailAsync(kind, raw.Id.Value, raw.Received, InboundJournal.Why(claim), cancellationToken);
    }
}
