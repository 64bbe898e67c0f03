using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Explains how a mail would be routed: the facts, the decision and the plan of a real run. Nothing is written.
/// </summary>
public sealed class InboundExplainer(
    InboundDecider decider,
    ThreadStore threads,
    JournalStore journal,
    RawMailStore rawMail,
    TimeProvider time
)
{
    /// <summary>Explains a raw mail as if it were received now.</summary>
    /// <param name="content">The raw mail (RFC 5322).</param>
    /// <param name="origin">The envelope and the fallback model that it would have.</param>
    /// <param name="cancellationToken">Cancels the reads.</param>
    public async Task<InboundExplanation> ExplainAsync(
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var name = MailIntake.NameOf(MailIntake.KeyOf(content, origin));
        return await ExplainAsync(new StoredMail(name, content, time.GetUtcNow(), origin), cancellationToken);
    }

    /// <summary>
    /// Explains a mail of the journal as if it were replayed now: it is no copy of itself, and its envelope is known. Null
    /// when the raw mail is not kept any more.
    /// </summary>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public async Task<InboundExplanation?> ExplainAgainAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        using var raw = await rawMail.FindAsync(entry.Raw, cancellationToken);
        var order = new ReplayOrder(entry.Replays + 1, Thread: null);
        return raw is null ? null : await ExplainAsync(raw with { Replay = order }, cancellationToken);
    }

    private async Task<InboundExplanation> ExplainAsync(StoredMail raw, CancellationToken cancellationToken)
    {
        var mail = MailParser.Parse(raw.Content.Memory, raw.Origin.ToEnvelope(), cancellationToken);
        var (addressed, _, claim, facts) = await decider.ForeseeAsync(mail, raw, cancellationToken);
        var postings = new List<ExplainedPosting>();
        foreach (var posting in claim.Postings)
        {
            var key = posting.Thread.Key;
            var thread = facts.Thread(key) ?? await threads.FindAsync(key, cancellationToken);
            postings.Add(Explain(posting, thread, ShownMail.Of(addressed, posting, facts), facts.Configuration));
        }
        var copyOf = InboundJournal.CopyOf(mail, facts);
        var first = copyOf is null ? null : await journal.FindAsync(new MailId(copyOf), cancellationToken);
        return new InboundExplanation
        {
            State = claim.State,
            Reasons = claim.Reasons,
            Facts = Explain(addressed, facts),
            Postings = postings,
            Notices = [.. claim.Notices.Select(plan => plan.Notice), .. claim.Withheld],
            Reports = claim.Reports,
            Candidates = claim.Candidates,
            CopyOf = copyOf,
            Copies = first?.Copies ?? [],
        };
    }

    private static ExplainedPosting Explain(
        PostingPlan plan,
        ThreadSnapshot? thread,
        ShownMail shown,
        GatewayConfiguration configuration
    )
    {
        var joining = Notifier.Joining(plan, thread);
        var notified = Notifier.Recipients(plan, thread, address => OwnAddresses.IsOurs(configuration, address));
        return new ExplainedPosting(
            plan.Thread.Key,
            Create: plan.Create && thread is null,
            plan.Kind,
            plan.Author,
            Follow: [.. joining.Select(follower => follower.Address)],
            Notified: [.. notified.Select(follower => follower.Address)],
            shown.NewText
        );
    }

    private static ExplainedFacts Explain(IncomingMail mail, RoutingFacts facts)
    {
        var contact = MailSender.ContactOf(mail, facts);
        return new ExplainedFacts(
            mail.From?.Address,
            [.. mail.Recipients.Select(address => address.Address)],
            contact?.Name,
            contact?.Internal ?? false,
            facts.Sender.Recent.Count,
            facts.Clues,
            [.. facts.Earlier.Select(claim => claim.Owner)],
            mail.Automatic?.Reason,
            facts.Forged,
            facts.Content.Spam,
            facts.Content.Infected,
            facts.Authentication
        )
        {
            MayAnswerInQuote = mail.ReplyHtml is { MayAnswerInQuote: true },
        };
    }
}
