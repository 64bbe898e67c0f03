using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Loads the facts and decides. An earlier mail with the same Message-Id is a fact too: when its claim is found, the
/// decision is made again with it.
/// </summary>
public sealed class InboundDecider(RoutingFactsLoader loader, MailClaims claims, NoticeTurns turns, TagKeys tagKeys)
{
    private const int MostAttempts = 5;

    /// <summary>
    /// The claim that is valid for this mail: the one made now, or the one that an earlier run of the same mail made.
    /// </summary>
    public Task<ClaimedMail> ClaimAsync(IncomingMail mail, StoredMail raw, CancellationToken cancellationToken) =>
        DecideAsync(mail, raw, dryRun: false, cancellationToken);

    /// <summary>The claim that would be made. Nothing is written.</summary>
    public Task<ClaimedMail> ForeseeAsync(IncomingMail mail, StoredMail raw, CancellationToken cancellationToken) =>
        DecideAsync(mail, raw, dryRun: true, cancellationToken);

    private async Task<ClaimedMail> DecideAsync(
        IncomingMail parsed,
        StoredMail raw,
        bool dryRun,
        CancellationToken cancellationToken
    )
    {
        var keys = await tagKeys.GetAsync(cancellationToken);
        var (mail, facts) = await loader.LoadAsync(parsed, raw, keys, isWhole: dryRun, cancellationToken);
        var first = MailClaims.FirstKey(mail, raw);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            (var decision, facts) = raw.Replay is { Thread: { } thread }
                ? await AttachAsync(thread, facts, cancellationToken)
                : await RouteAsync(mail, facts, cancellationToken);
            if (!dryRun)
                decision = await TakeTurnsAsync(decision, raw, facts, cancellationToken);
            var decided = new DecidedMail(mail, raw, decision, facts);
            var key = InboundClaimKey.Of(first, decided);
            var plan = InboundPlanner.Plan(decided, new PlanIds(key, keys, attempt));
            var claim = dryRun
                ? await claims.FindAsync(key, cancellationToken) ?? plan
                : await claims.TakeAsync(first, key, decided, plan, cancellationToken);
            if (claim?.Owner == plan.Owner)
                return new ClaimedMail(mail, raw, claim, facts);
            // Null: the token of a thread was taken, and the next attempt draws another. Else an earlier mail has
            // this Message-Id.
            if (claim is not null)
                facts = await claims.WithEarlierAsync(facts, claim, mail, raw, cancellationToken);
        }
        throw new InvalidOperationException($"Mail {raw.Id} found no free claim in {MostAttempts} attempts.");
    }

    /// <summary>Routes a mail to the thread that an administrator chose.</summary>
    private async Task<(RouteDecision Decision, RoutingFacts Facts)> AttachAsync(
        ThreadKey thread,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var more = await loader.WithThreadAsync(facts, thread, cancellationToken);
        if (more.Thread(thread) is { } snapshot)
        {
            var chosen = new Reason("Attach", true, $"A person put it on {thread}.");
            var reply = new Route.Reply(snapshot, ReplyRules.KindOf(more));
            return (new RouteDecision(JournalState.Routed, [chosen], [reply]), more);
        }
        var missing = new Reason("Attach", true, $"A person put it on {thread}, which does not exist.");
        return (new RouteDecision(JournalState.Refused, [missing], []), more);
    }

    // The recipient of a notice follows from the decision. Where that is not the From, its limits are loaded and it
    // is decided again.
    private async Task<(RouteDecision Decision, RoutingFacts Facts)> RouteAsync(
        IncomingMail mail,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var decision = Router.Decide(mail, facts);
        var more = await loader.WithReversePathAsync(facts, mail, decision, cancellationToken);
        return ReferenceEquals(more, facts) ? (decision, facts) : (Router.Decide(mail, more), more);
    }

    private async Task<RouteDecision> TakeTurnsAsync(
        RouteDecision decision,
        StoredMail raw,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var window = facts.Configuration.Parameters.LoopWindow;
        var notices = new List<Notice>();
        foreach (var notice in decision.Notices)
        {
            var sends = notice is { Withheld: null, Recipient: not null } && !raw.Origin.Silent;
            var isFirst = !sends || await turns.TryTakeAsync(notice, raw.Id, facts.Received, window, cancellationToken);
            notices.Add(isFirst ? notice : notice with { Withheld = "Another mail of the sender tells the same." });
        }
        return decision with { Notices = notices };
    }
}

/// <summary>A mail with the claim that is valid for it and the facts that were decided on.</summary>
public sealed record ClaimedMail(IncomingMail Mail, StoredMail Raw, Claim Claim, RoutingFacts Facts);
