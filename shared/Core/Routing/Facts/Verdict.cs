using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;

namespace Postern.Core.Routing.Facts;

/// <summary>One step of routing. The name of the method is the name of the rule in the journal.</summary>
internal delegate Verdict RoutingRule(IncomingMail mail, RoutingFacts facts);

/// <summary>One check of mail that was routed. The name of the method is the name of the rule in the journal.</summary>
internal delegate Verdict RouteGuard(Verdict routed, IncomingMail mail, RoutingFacts facts);

/// <summary>The answer of one rule or guard.</summary>
/// <param name="State">The decision; null when the next rule is asked.</param>
/// <param name="Text">Why, in words.</param>
public sealed record Verdict(JournalState? State, string Text)
{
    public IReadOnlyList<Route> Routes { get; init; } = [];

    public IReadOnlyList<Notice> Notices { get; init; } = [];

    public IReadOnlyList<ThreadKey> Candidates { get; init; } = [];

    public IReadOnlyList<MailAlias> Aliases { get; init; } = [];

    /// <summary>The effects of a report, which it has wherever the mail is routed.</summary>
    public BouncePlan? Bounce { get; init; }

    public static Verdict Pass(string text) => new(null, text);

    internal Reason ReasonOf(Delegate rule) => new(rule.Method.Name, State is not null, Text);
}
