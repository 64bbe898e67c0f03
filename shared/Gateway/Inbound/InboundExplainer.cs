using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Parsing;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Says what would become of a mail, and does nothing: the same facts, the same decision and the same plan as in a real run,
/// of which nothing is written.
/// </summary>
public sealed class InboundExplainer(InboundDecider decider, ThreadStore threads, TimeProvider time)
{
    /// <summary>Explains a raw mail as if it came now.</summary>
    /// <param name="content">The raw mail (RFC 5322).</param>
    /// <param name="origin">How it would come in: envelope and fallback model.</param>
    /// <param name="cancellationToken">Stops the reads.</param>
    public async Task<InboundExplanation> ExplainAsync(
        SpooledContent content,
        MailOrigin origin,
        CancellationToken cancellationToken
    )
    {
        var raw = new StoredMail($"{MailIntake.KeyOf(content, origin)}.eml", content, time.GetUtcNow(), origin);
        var mail = MailParser.Parse(content.Memory, origin.ToEnvelope());
        var (claim, facts) = await decider.ForeseeAsync(mail, raw, cancellationToken);
        var postings = new List<ExplainedPosting>();
        foreach (var posting in claim.Postings)
        {
            var thread =
                facts.Thread(posting.Thread.Key) ?? await threads.FindAsync(posting.Thread.Key, cancellationToken);
            postings.Add(Explain(posting, thread, facts.Configuration));
        }
        return new InboundExplanation
        {
            State = claim.State,
            Reasons = claim.Reasons,
            Facts = Explain(mail, facts),
            Postings = postings,
            Notices = [.. claim.Notices.Select(plan => plan.Notice), .. claim.Withheld],
            Reports = claim.Reports,
            Candidates = claim.Candidates,
        };
    }

    private static ExplainedPosting Explain(
        PostingPlan plan,
        ThreadSnapshot? thread,
        GatewayConfiguration configuration
    ) =>
        new(
            plan.Thread.Key,
            plan.Create && thread is null,
            plan.Kind,
            plan.Author,
            [.. Notifier.Joining(plan, thread).Select(follower => follower.Address)],
            [
                .. Notifier
                    .Recipients(plan, thread, address => OwnAddresses.IsOurs(configuration, address))
                    .Select(follower => follower.Address),
            ]
        );

    private static ExplainedFacts Explain(IncomingMail mail, RoutingFacts facts) =>
        new(
            mail.From?.Address,
            [.. mail.Recipients.Select(address => address.Address)],
            MailSender.ContactOf(mail, facts)?.Name,
            MailSender.ContactOf(mail, facts)?.Internal ?? false,
            facts.Sender.Recent.Count,
            facts.Clues,
            [.. facts.Earlier.Select(claim => claim.Owner)],
            mail.Automatic?.Reason,
            facts.Forged
        );
}
