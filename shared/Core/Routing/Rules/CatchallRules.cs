using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Core.Text;

namespace Postern.Core.Routing.Rules;

/// <summary>Mail to a catchall, which only collects replies (P26, P39).</summary>
internal static class CatchallRules
{
    /// <summary>P39: what says the same as a mail shortly before is a feedback loop.</summary>
    public static Verdict RepeatedToCatchall(IncomingMail mail, RoutingFacts facts)
    {
        if (ContentOf(mail, facts) is not { } content)
            return Verdict.Pass("Not sent to a catchall address.");
        if (facts.Replayed)
            return Verdict.Pass("A person has it decided about again.");
        var since = facts.Received - facts.Configuration.Parameters.LoopWindow;
        return facts.Sender.Recent.FirstOrDefault(sent => sent.Content == content && sent.Time > since) is { } before
            ? new(
                JournalState.Ignored,
                $"The sender wrote the same to the catchall at {before.Time:u}: a feedback loop."
            )
            : Verdict.Pass("The sender has not written the same to the catchall lately.");
    }

    /// <summary>Every address in To is a catchall: nobody was meant who could take it.</summary>
    public static Verdict OnlyCatchall(IncomingMail mail, RoutingFacts facts) =>
        mail.To.Count > 0 && mail.To.All(address => OwnAddresses.IsCatchall(facts.Configuration, address))
            ? Refused(mail.To[0], facts)
            : Verdict.Pass("Not sent to a catchall alone.");

    /// <summary>A catchall is among others who are not ours.</summary>
    public static Verdict SomeCatchall(IncomingMail mail, RoutingFacts facts) =>
        mail.To.FirstOrDefault(address => OwnAddresses.IsCatchall(facts.Configuration, address)) is { } catchall
            ? Refused(catchall, facts)
            : Verdict.Pass("Not sent to a catchall address.");

    /// <summary>Stands for what a mail to the catchall says: subject, text and the message that it answers; null for other mail.</summary>
    public static string? ContentOf(IncomingMail mail, RoutingFacts facts) =>
        mail.Recipients.Any(address => OwnAddresses.IsCatchall(facts.Configuration, address))
            ? Hash.Of(
                16,
                mail.Subject,
                mail.Text.Trim(),
                string.Join(' ', mail.InReplyTo),
                mail.References.Count > 0 ? mail.References[^1] : ""
            )
            : null;

    private static Verdict Refused(EmailAddress catchall, RoutingFacts facts) =>
        new(
            JournalState.Refused,
            $"Sent to {catchall.Address}, which only collects replies, and answers nothing that we know."
        )
        {
            Notices =
            [
                NoticeTexts.Write(
                    NoticeKind.Catchall,
                    catchall.Address,
                    OwnAddresses.DomainsOf(facts.Configuration, catchall)[0].Name
                ),
            ],
        };
}
