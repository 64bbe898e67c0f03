using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Notices;
using Postern.Core.Routing.Facts;
using Postern.Core.Text;

namespace Postern.Core.Routing.Rules;

/// <summary>Mail to a catchall address, which only collects replies (P26, P39).</summary>
internal static class CatchallRules
{
    private const int ContentLength = 16;

    /// <summary>
    /// Mail with the same content as one shortly before is a feedback loop (P39); what a person writes to a thread of
    /// ours is none, however often.
    /// </summary>
    public static Verdict RepeatedToCatchall(IncomingMail mail, RoutingFacts facts)
    {
        if (ContentOf(mail, facts) is not { } content)
            return Verdict.Pass("Not sent to a catchall address.");
        if (facts.Replayed)
            return Verdict.Pass("A person has it decided about again.");
        if (mail.Automatic is null && ReplyClues.Authentic(facts) is { } clue)
            return Verdict.Pass($"A person answers on {clue.Thread}, which we signed, so that it is no loop.");
        var recent = LoopGuard.Recent(facts.Sender.Recent, facts);
        if (recent.FirstOrDefault(sent => sent.Content == content) is not { } before)
            return Verdict.Pass("The sender has not written the same to the catchall lately.");
        var text = $"The sender wrote the same to the catchall at {before.Time:u}: a feedback loop.";
        return new Verdict(JournalState.Ignored, text);
    }

    /// <summary>Every address in To is a catchall, so that no other rule can apply.</summary>
    public static Verdict OnlyCatchall(IncomingMail mail, RoutingFacts facts) =>
        mail.To.Count > 0 && mail.To.All(address => OwnAddresses.IsCatchall(facts.Configuration, address))
            ? Refuse(mail.To[0], mail, facts)
            : Verdict.Pass("Not sent to a catchall alone.");

    /// <summary>The other addresses in To are not ours.</summary>
    public static Verdict SomeCatchall(IncomingMail mail, RoutingFacts facts) =>
        mail.To.FirstOrDefault(address => OwnAddresses.IsCatchall(facts.Configuration, address)) is { } catchall
            ? Refuse(catchall, mail, facts)
            : Verdict.Pass("Not sent to a catchall address.");

    /// <summary>
    /// Hash of subject, text, files and answered message of a mail to a catchall; null for other mail.
    /// </summary>
    public static string? ContentOf(IncomingMail mail, RoutingFacts facts) => ContentOf(mail, facts.Configuration);

    /// <inheritdoc cref="ContentOf(IncomingMail, RoutingFacts)"/>
    public static string? ContentOf(IncomingMail mail, GatewayConfiguration configuration)
    {
        if (!mail.Recipients.Any(address => OwnAddresses.IsCatchall(configuration, address)))
            return null;
        var inReplyTo = string.Join(' ', mail.InReplyTo);
        var lastReference = mail.References.Count > 0 ? mail.References[^1] : "";
        // Without files as versions hashed it that knew none.
        string[] parts = [mail.Subject, mail.Text.Trim(), inReplyTo, lastReference];
        return Hash.Of(ContentLength, mail.Files.Length == 0 ? parts : [.. parts, mail.Files]);
    }

    private static Verdict Refuse(EmailAddress catchall, IncomingMail mail, RoutingFacts facts)
    {
        var domain = OwnAddresses.DomainsOf(facts.Configuration, catchall)[0];
        var words = facts.Configuration.WordsOf(domain, mail.Language);
        var text = $"Sent to {catchall.Address}, which only collects replies, and answers nothing that we know.";
        return new Verdict(JournalState.Refused, text)
        {
            Notices = [NoticeTexts.Write(NoticeKind.Catchall, catchall.Address, domain.Name, words)],
        };
    }
}
