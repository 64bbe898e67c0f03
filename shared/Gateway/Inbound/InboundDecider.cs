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
/// Loads the facts and decides. A mail with the same Message-Id that came before is a fact too: when its claim is met, the
/// decision is made again in its light.
/// </summary>
public sealed class InboundDecider(RoutingFactsLoader loader, ClaimStore claims, NoticeTurns turns, TagKeys tagKeys)
{
    private const int MostAttempts = 5;

    /// <summary>The claim that counts for this mail: the one made now, or the one that an earlier run of the same mail made.</summary>
    public Task<Decided> ClaimAsync(IncomingMail mail, StoredMail raw, CancellationToken cancellationToken) =>
        DecideAsync(
            mail,
            raw,
            claims.TakeAsync,
            (decision, facts) => TakeTurnsAsync(decision, raw, facts, cancellationToken),
            cancellationToken
        );

    /// <summary>The claim that would be made. Nothing is written.</summary>
    public Task<Decided> ForeseeAsync(IncomingMail mail, StoredMail raw, CancellationToken cancellationToken) =>
        DecideAsync(
            mail,
            raw,
            async (key, plan, cancel) => await claims.FindAsync(key, cancel) ?? plan,
            (decision, _) => Task.FromResult(decision),
            cancellationToken
        );

    /// <summary>
    /// Puts what a replay made in the place of the mail's first claim. There answers to the mail look for its thread, and later copies
    /// of it see that it is on one.
    /// </summary>
    public async Task SettleAsync(IncomingMail mail, StoredMail raw, Claim claim, CancellationToken cancellationToken)
    {
        if (raw.Replay is null || claim.Postings.Count == 0)
            return;
        var key = KeyOf(mail);
        if (await claims.FindAsync(key, cancellationToken) is not { } first || first.Owner != claim.Owner)
            return;
        var settled = first with
        {
            State = claim.State,
            Reasons = claim.Reasons,
            Postings = claim.Postings,
            Aliases = [.. first.Aliases.Union(claim.Aliases)],
        };
        await claims.CloseAsync(key, settled, cancellationToken);
    }

    private async Task<Decided> DecideAsync(
        IncomingMail mail,
        StoredMail raw,
        Func<ClaimKey, Claim, CancellationToken, Task<Claim?>> take,
        Func<RouteDecision, RoutingFacts, Task<RouteDecision>> takeTurns,
        CancellationToken cancellationToken
    )
    {
        var keys = await tagKeys.GetAsync(cancellationToken);
        var facts = await loader.LoadAsync(mail, raw, keys, cancellationToken);
        var first = FirstKey(mail, raw);
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            (var decision, facts) = raw.Replay is { Thread: { } thread }
                ? await AttachAsync(thread, facts, cancellationToken)
                : await DecideAsync(mail, facts, cancellationToken);
            decision = await takeTurns(decision, facts);
            var decided = new DecidedMail(mail, raw, decision, facts);
            var key = InboundClaimKey.Of(first, decided);
            var plan = InboundPlanner.Plan(decided, new PlanIds(key, keys, attempt));
            var claim = await take(key, plan, cancellationToken);
            if (claim?.Owner == plan.Owner)
                return new Decided(claim, facts);
            // Null: a token was taken, and the next attempt draws another. Else another mail came with this Message-Id before.
            if (claim is not null)
                facts = facts with { Earlier = [.. facts.Earlier, claim] };
        }
        throw new InvalidOperationException($"Mail {raw.Id} found no free claim in {MostAttempts} attempts.");
    }

    private async Task<RouteDecision> TakeTurnsAsync(
        RouteDecision decision,
        StoredMail raw,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var notices = new List<Notice>();
        foreach (var notice in decision.Notices)
        {
            var waits =
                notice is { Withheld: null, Recipient: { } recipient }
                && !raw.Origin.Silent
                && !await turns.TryTakeAsync(
                    recipient,
                    notice.Kind,
                    raw.Id,
                    facts.Received,
                    facts.Configuration.Parameters.LoopWindow,
                    cancellationToken
                );
            notices.Add(waits ? notice with { Withheld = "Another mail of the sender tells the same." } : notice);
        }
        return decision with { Notices = notices };
    }

    // A replay is a decision of its own, beside the one that stands.
    private static ClaimKey FirstKey(IncomingMail mail, StoredMail raw)
    {
        var key = KeyOf(mail);
        return raw.Replay is { } replay ? ClaimKey.OfCopy(key, $"{raw.Id} replay {replay.Number}") : key;
    }

    private static ClaimKey KeyOf(IncomingMail mail) =>
        mail.MessageId is { } id ? ClaimKey.OfMessageId(id) : ClaimKey.OfContent(mail.Fingerprint);

    private async Task<(RouteDecision Decision, RoutingFacts Facts)> AttachAsync(
        ThreadKey thread,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var more = await loader.WithThreadAsync(facts, thread, cancellationToken);
        var decision = more.Thread(thread) is { } snapshot
            ? new RouteDecision(
                JournalState.Routed,
                [new Reason("Attach", true, $"A person put it on {thread}.")],
                [new Route.Reply(snapshot, ReplyRules.KindOf(more))]
            )
            : new RouteDecision(
                JournalState.Refused,
                [new Reason("Attach", true, $"A person put it on {thread}, which does not exist.")],
                []
            );
        return (decision, more);
    }

    // Who gets a notice is known only then; what limits it is read when it goes to another address than the From.
    private async Task<(RouteDecision Decision, RoutingFacts Facts)> DecideAsync(
        IncomingMail mail,
        RoutingFacts facts,
        CancellationToken cancellationToken
    )
    {
        var decision = Router.Decide(mail, facts);
        var more = await loader.WithReversePathAsync(facts, mail, decision, cancellationToken);
        return ReferenceEquals(more, facts) ? (decision, facts) : (Router.Decide(mail, more), more);
    }
}

/// <summary>What counts for a mail, and the facts that it was decided by.</summary>
public sealed record Decided(Claim Claim, RoutingFacts Facts);
