using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;
using Postern.Core.Routing.Rules;

namespace Postern.Core.Routing;

/// <summary>
/// Decides where a mail goes (P26, P30). The first rule that applies decides; the guards then check what was routed.
/// Each leaves its reason, so that the journal can show for every mail where it went and why.
/// </summary>
public static class Router
{
    private static readonly RoutingRule[] Rules =
    [
        ScreeningRules.Unusable,
        ScreeningRules.OwnMail,
        ScreeningRules.LoopMarker,
        ScreeningRules.Duplicate,
        ScreeningRules.TooManyHops,
        ScreeningRules.Infected,
        ScreeningRules.Spam,
        ScreeningRules.Bounce,
        CatchallRules.RepeatedToCatchall,
        ReplyRules.Forward,
        ReplyRules.Reply,
        ReceiptRules.Receipt,
        CatchallRules.OnlyCatchall,
        AliasRules.Alias,
        FallbackRules.CutTag,
        FallbackRules.Fallback,
        CatchallRules.SomeCatchall,
        FallbackRules.Unroutable,
    ];

    private static readonly RouteGuard[] Guards = [RouteGuards.AutomaticMail, RouteGuards.PingPong, LoopGuard.Loop];

    public static RouteDecision Decide(IncomingMail mail, RoutingFacts facts)
    {
        var trace = new List<Reason>();
        var routed = ApplyRules(mail, facts, trace);
        var verdict = routed.Routes.Count > 0 ? ApplyGuards(routed, mail, facts, trace) : routed;
        var notices = NoticeLimits.Apply(verdict.Notices, mail, facts);
        trace.AddRange(notices.Select(NoticeLimits.ReasonOf));
        return new RouteDecision(verdict.State!.Value, trace, verdict.Routes)
        {
            Notices = notices,
            Candidates = verdict.Candidates,
            Aliases = verdict.Aliases,
            Reports = verdict.Bounce?.Reports ?? [],
        };
    }

    private static Verdict ApplyRules(IncomingMail mail, RoutingFacts facts, List<Reason> trace)
    {
        BouncePlan? bounce = null;
        foreach (var rule in Rules)
        {
            var verdict = rule(mail, facts);
            trace.Add(verdict.ReasonOf(rule));
            trace.AddRange(verdict.Bounce?.Reasons ?? []);
            bounce ??= verdict.Bounce;
            if (verdict.State is not null)
                return verdict with { Bounce = bounce };
        }
        throw new InvalidOperationException("The last rule decides every mail.");
    }

    private static Verdict ApplyGuards(Verdict routed, IncomingMail mail, RoutingFacts facts, List<Reason> trace)
    {
        foreach (var guard in Guards)
        {
            var verdict = guard(routed, mail, facts);
            trace.Add(verdict.ReasonOf(guard));
            if (verdict.State is not null)
                return verdict with { Bounce = routed.Bounce };
            if (verdict.Routes.Count > 0)
                routed = routed with { Routes = verdict.Routes };
        }
        return routed;
    }
}
