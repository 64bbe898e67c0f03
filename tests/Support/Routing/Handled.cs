using Postern.Contracts;
using Postern.Core.Claims;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;

namespace Postern.Tests.Support.Routing;

/// <summary>A received mail: what was decided, planned and sent.</summary>
/// <param name="Mail">The mail as it was parsed.</param>
/// <param name="Facts">The facts that the decision is based on.</param>
/// <param name="Decision">The decision.</param>
/// <param name="Claim">What was planned.</param>
/// <param name="Notified">Addresses that are notified, by thread.</param>
public sealed record Handled(
    IncomingMail Mail,
    RoutingFacts Facts,
    RouteDecision Decision,
    Claim Claim,
    IReadOnlyDictionary<ThreadKey, IReadOnlyList<string>> Notified
)
{
    /// <summary>Notices that are sent.</summary>
    public IEnumerable<Notice> Told => Claim.Notices.Select(plan => plan.Notice);

    /// <summary>Name of the rule that decided.</summary>
    public string Rule => Decision.Reasons.Last(reason => reason.Hit && reason.Rule != "Notice").Rule;
}
