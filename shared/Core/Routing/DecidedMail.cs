using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing;

/// <summary>A mail with its routing decision: the input of planning.</summary>
/// <param name="Mail">The mail as parsed.</param>
/// <param name="Raw">The mail as stored.</param>
/// <param name="Decision">Where it goes.</param>
/// <param name="Facts">The facts that the decision was made by.</param>
public sealed record DecidedMail(IncomingMail Mail, StoredMail Raw, RouteDecision Decision, RoutingFacts Facts);
