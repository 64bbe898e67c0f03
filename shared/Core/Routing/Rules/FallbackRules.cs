using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Routing.Facts;

namespace Postern.Core.Routing.Rules;

/// <summary>Decides mail that no other rule applies to.</summary>
internal static class FallbackRules
{
    /// <summary>An answer whose tag was cut is nobody's new mail: a person puts it where it belongs.</summary>
    public static Verdict CutTag(IncomingMail mail, RoutingFacts facts)
    {
        if (mail.Recipients.FirstOrDefault(to => SpoiltReplyAddress.Is(facts.Configuration, to)) is not { } spoilt)
            return Verdict.Pass("Not sent to a reply address of ours that was cut.");
        var text =
            $"Sent to {spoilt.Address}, a reply address of ours whose tag a mail program cut or changed: it names no "
            + "thread any more, and nothing else in the mail does.";
        return new Verdict(JournalState.Refused, text);
    }

    public static Verdict Fallback(IncomingMail mail, RoutingFacts facts)
    {
        if (facts.Origin.FallbackModel is not { } model)
            return Verdict.Pass("The mailbox has no fallback model.");
        if (facts.Configuration.Models.GetValueOrDefault(model) is { TakesMail: false })
            return new(JournalState.Refused, $"The mailbox's fallback model {model} takes no mail.");
        return new Verdict(JournalState.Routed, $"The mailbox makes a {model} of mail that nothing else takes.")
        {
            Routes = [new Route.Fallback(model)],
        };
    }

    public static Verdict Unroutable(IncomingMail mail, RoutingFacts facts)
    {
        var recipients = AliasAddress.Names(mail.Recipients);
        var text = $"Nothing takes mail to {recipients}: no reply, no alias, no fallback model.";
        return new Verdict(JournalState.Refused, text);
    }
}
