using Postern.Tests.Support.Odoo;

namespace Postern.Tests.Vectors;

/// <summary>An intended difference from Odoo 17 in routing.</summary>
/// <param name="Name">Short name, printed with the count.</param>
/// <param name="Reason">Why Postern differs.</param>
/// <param name="When">The condition on mail and configuration.</param>
/// <param name="Instead">The mail that Postern acts on; its outcome in Odoo is the expected one.</param>
internal sealed record RoutingRule(
    string Name,
    string Reason,
    Func<PlainInbound, bool> When,
    Func<PlainInbound, PlainInbound> Instead
);

/// <summary>All rules by which Postern's routing differs from Odoo 17, applied in order.</summary>
internal static class RoutingDeviations
{
    public static IReadOnlyList<RoutingRule> Rules { get; } =
    [.. ReadingDeviations.Rules, .. ReplyDeviations.Rules, .. AliasDeviations.Rules, .. NoticeDeviations.Rules];

    /// <summary>The rules that change the outcome for a mail, and the outcome that Postern must have.</summary>
    public static (IReadOnlyList<RoutingRule> Applied, RoutingOutcome Outcome) For(PlainInbound mail)
    {
        var applied = new List<RoutingRule>();
        var outcome = PlainRouting.Decide(mail);
        foreach (var rule in Rules.Where(rule => rule.When(mail)))
        {
            mail = rule.Instead(mail);
            var next = PlainRouting.Decide(mail);
            if (next != outcome)
                applied.Add(rule);
            outcome = next;
        }
        return (applied, outcome);
    }
}
