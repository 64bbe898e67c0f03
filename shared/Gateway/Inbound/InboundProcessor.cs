using Postern.Core.Journal;
using Postern.Core.Notices;
using Postern.Core.Parsing;
using Postern.Core.Routing;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Routes a mail: loads the facts, decides, claims the decision with its plan, carries the plan out, writes the
/// journal. A run that stops in between leaves the claim, and the next run carries the same plan out to its end.
/// </summary>
public sealed class InboundProcessor(
    InboundSource source,
    MailLeases leases,
    InboundDecider decider,
    MailClaims claims,
    ThreadPoster poster,
    InboundRecorder recorder,
    AttentionStore attention
)
{
    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (stored, problem) = await source.ReadAsync(message, cancellationToken);
        if (problem is not null)
            await attention.RejectAsync(QueueNames.InboundMail, message, problem, cancellationToken);
        if (stored is null)
            return;
        using var raw = stored;
        using var trace = MailTrace.Route(raw.Id);
        await leases.HoldAsync(raw, () => RouteAsync(raw, cancellationToken), cancellationToken);
    }

    private async Task RouteAsync(StoredMail raw, CancellationToken cancellationToken)
    {
        var mail = MailParser.Parse(raw.Content.Memory, raw.Origin.ToEnvelope(), cancellationToken);
        var decided = await decider.ClaimAsync(mail, raw, cancellationToken);
        (decided, var posted) = await PostAsync(decided, cancellationToken);
        await claims.SettleAsync(decided, cancellationToken);
        await recorder.RecordAsync(decided, cancellationToken);
        // Last, so that programs hear of a record before they hear of its deliveries. The message on the queue lasts
        // until then: a run that stops here is followed by one that finds what was not sent.
        foreach (var message in posted)
            await poster.TrySendAsync(message, cancellationToken);
    }

    /// <summary>Returns the claim without what could not be carried out, and the messages that are to be sent.</summary>
    private async Task<(ClaimedMail Decided, IReadOnlyList<PostedMessage> Posted)> PostAsync(
        ClaimedMail decided,
        CancellationToken cancellationToken
    )
    {
        var (mail, raw, claim, facts) = decided;
        var posted = new List<PostedMessage>();
        foreach (var posting in claim.Postings)
        {
            var content = MailContent.Of(mail, raw, posting, facts);
            var thread = facts.Thread(posting.Thread.Key);
            if (await poster.TryPostAsync(posting, content, thread, cancellationToken) is { } message)
                posted.Add(message);
            else
                decided = decided with { Claim = decided.Claim.Without(posting.Thread.Key) };
        }
        foreach (var (notice, posting) in claim.Notices)
        {
            var content = NoticeContent.Of(notice, mail, facts.Configuration);
            posted.Add(await poster.PostAsync(posting, content, null, cancellationToken));
        }
        return (decided, posted);
    }
}
