using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>Whether a mail system or another program sent a mail, by its From address and display name.</summary>
internal static class SystemSender
{
    // csharpier-ignore-start

    private static readonly HashSet<string> SystemLocalParts = new(StringComparer.Ordinal)
    {
        "mailer-daemon", "mailer_daemon", "mailerdaemon", "mail-daemon", "maildaemon", "mailer", "postmaster",
        "post_master", "post-master", "mail-system", "mailsystem", "mail.delivery.system", "maildelivery",
        "mail-delivery", "mdaemon", "smtp", "smtpd", "mailadmin", "mail-admin",
    };

    private static readonly string[] SystemLocalPartFragments =
    [
        "smtp", "antivirus", "mailscanner", "mailgateway", "mail-gateway",
    ];

    private static readonly string[] SystemDisplayNames =
    [
        "mailer-daemon", "mail delivery", "mail deliver system", "delivery subsystem", "delivery system", "mail system",
        "postmaster", "system administrator", "mail administrator", "microsoft outlook", "microsoft exchange",
        "systemadministrator", "mail router", "internet mail service", "antivirus_for_smtp",
    ];

    // Programs that are not mail systems by name, but whose addresses are not read by a person.
    private static readonly string[] ProgramLocalPartFragments =
    [
        "noreply", "no-reply", "no_reply", "donotreply", "do-not-reply", "daemon", "postmaster", "-admin", "-owner",
        "owner-", "-bounces", "gateway", "listserv", "majordomo",
    ];
    // csharpier-ignore-end

    /// <summary>
    /// MAILER-DAEMON, postmaster and the like; also without an address (<c>MAILER-DAEMON &lt;&gt;</c>).
    /// </summary>
    public static bool Is(IncomingMail mail)
    {
        if (mail.NamedFrom is { LocalPart: var localPart } && IsSystemLocalPart(localPart))
            return true;
        var displayName = mail.NamedFrom is null ? mail.FromText : mail.NamedFrom.Name;
        return displayName is not null
            && Array.Exists(SystemDisplayNames, name => displayName.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>A mail system, or a list server, gateway or other program that sends mail on its own.</summary>
    public static bool IsProgram(IncomingMail mail) =>
        Is(mail) || (mail.NamedFrom is { } from && ContainsAny(from.LocalPart, ProgramLocalPartFragments));

    private static bool IsSystemLocalPart(string localPart) =>
        SystemLocalParts.Contains(localPart) || ContainsAny(localPart, SystemLocalPartFragments);

    private static bool ContainsAny(string localPart, string[] fragments) =>
        Array.Exists(fragments, fragment => localPart.Contains(fragment, StringComparison.Ordinal));
}
