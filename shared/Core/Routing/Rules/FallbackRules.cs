using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>What becomes of mail that nothing else takes.</summary>
internal static class FallbackRules
{
    public static Verdict Fallback(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Origin.FallbackModel is not { } model)
            return Verdict.Pass("The mailbox has no fallback model.");
        return facts.Configuration.Models.GetValueOrDefault(model) is { TakesMail: false }
            ? new(JournalState.Refused, $"The mailbox's fallback model {model} takes no mail.")
            : new(JournalState.Routed, $"The mailbox makes a {model} of mail that nothing else takes.")
            {
                Routes = [new Route.Fallback(model)],
            };
    }

    public static Verdict Unroutable(IncomingMail mail, RoutingFacts facts) =>
        new(
            JournalState.Refused,
            $"Nothing takes mail to {AliasAddress.Names(mail.Recipients)}: no reply, no alias, no fallback model."
        );
}
