using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>Whether a mail system or another program sent a mail, by its From address and display name.</summary>
internal static class SystemSender
{
    /// <summary>
    /// MAILER-DAEMON, postmaster and the like; also without an address (<c>MAILER-DAEMON &lt;&gt;</c>).
    /// </summary>
    public static bool Is(IncomingMail mail)
    {
        if (mail.NamedFrom is { LocalPart: var localPart } && IsSystemLocalPart(localPart))
            return true;
        return ContainsAny(DisplayName(mail), NoticePhrases.SystemNames);
    }

    /// <summary>
    /// A mail system, or a list server, gateway or other program that sends mail on its own: also one that names itself
    /// without an address.
    /// </summary>
    public static bool IsProgram(IncomingMail mail) =>
        Is(mail)
        || mail is { NamedFrom: null, FromText: not null, ReplyTo.Count: 0 }
        || ContainsAny(mail.NamedFrom?.LocalPart, NoticePhrases.ProgramLocalPartFragments)
        || ContainsAny(DisplayName(mail), NoticePhrases.ProgramNames);

    private static string? DisplayName(IncomingMail mail) =>
        mail.NamedFrom is null ? mail.FromText : mail.NamedFrom.Name;

    private static bool IsSystemLocalPart(string localPart) =>
        NoticePhrases.SystemLocalParts.Contains(localPart)
        || ContainsAny(localPart, NoticePhrases.SystemLocalPartFragments);

    private static bool ContainsAny(string? text, string[] fragments) =>
        text is not null
        && Array.Exists(fragments, fragment => text.Contains(fragment, StringComparison.OrdinalIgnoreCase));
}
