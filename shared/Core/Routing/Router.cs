using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Core.Routing;

/// <summary>
/// Decides where a mail goes. The rules are asked in order and the first that applies decides; the guards then look at
/// what found its way. Each leaves its reason, so that the journal can say of any mail where it went and why (P26, P30).
/// </summary>
public static class Router
{
    private static readonly IReadOnlyList<Func<IncomingMail, RoutingFacts, Verdict>> Rules =
    [
        ScreeningRules.Unusable,
        ScreeningRules.OwnMail,
        ScreeningRules.LoopMarker,
        ScreeningRules.Duplicate,
        ScreeningRules.TooManyHops,
        ScreeningRules.Bounce,
        CatchallRules.RepeatedToCatchall,
        ReplyRules.Forward,
        ReplyRules.Reply,
        CatchallRules.OnlyCatchall,
        AliasRules.Alias,
        FallbackRules.Fallback,
        CatchallRules.SomeCatchall,
        FallbackRules.Unroutable,
    ];

    private static readonly IReadOnlyList<Func<Verdict, IncomingMail, RoutingFacts, Verdict>> Guards =
    [
        RouteGuards.AutomaticMail,
        RouteGuards.PingPong,
        RouteGuards.Loop,
    ];

    public static RouteDecision Decide(IncomingMail mail, RoutingFacts facts)
    {
        var trace = new List<Reason>();
        var verdict = Guard(Route(mail, facts, trace), mail, facts, trace);
        var notices = NoticeLimits.Apply(verdict.Notices, mail, facts);
        trace.AddRange(
            notices.Select(notice => new Reason(
                "Notice",
                notice.Withheld is null,
                notice.Withheld ?? $"{notice.Recipient} is told ({notice.Kind})."
            ))
        );
        return new RouteDecision(verdict.State!.Value, trace, verdict.Routes)
        {
            Notices = notices,
            Candidates = verdict.Candidates,
            Aliases = verdict.Aliases,
            Reports = verdict.Bounce?.Reports ?? [],
        };
    }

    private static Verdict Route(IncomingMail mail, RoutingFacts facts, List<Reason> trace)
    {
        BouncePlan? bounce = null;
        foreach (var rule in Rules)
        {
            var verdict = rule(mail, facts);
            trace.Add(new Reason(rule.Method.Name, verdict.State is not null, verdict.Text));
            bounce ??= verdict.Bounce;
            trace.AddRange(verdict.Bounce?.Reasons ?? []);
            if (verdict.State is not null)
                return verdict with { Bounce = bounce };
        }
        throw new InvalidOperationException("The last rule takes every mail.");
    }

    private static Verdict Guard(Verdict routed, IncomingMail mail, RoutingFacts facts, List<Reason> trace)
    {
        if (routed.Routes.Count == 0)
            return routed;
        foreach (var guard in Guards)
        {
            var verdict = guard(routed, mail, facts);
            trace.Add(new Reason(guard.Method.Name, verdict.State is not null, verdict.Text));
            if (verdict.State is not null)
                return verdict with { Bounce = routed.Bounce };
            if (verdict.Routes.Count > 0)
                routed = routed with { Routes = verdict.Routes };
        }
        return routed;
    }
}
