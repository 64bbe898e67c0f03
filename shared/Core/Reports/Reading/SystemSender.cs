using Postern.Core.Mail;

namespace Postern.Core.Reports.Reading;

/// <summary>Whether a mail system wrote a mail, by the name that it gives itself.</summary>
internal static class SystemSender
{
    private static readonly HashSet<string> LocalParts = new(StringComparer.Ordinal)
    {
        "mailer-daemon",
        "mailer_daemon",
        "mailerdaemon",
        "mail-daemon",
        "maildaemon",
        "mailer",
        "postmaster",
        "post_master",
        "post-master",
        "mail-system",
        "mailsystem",
        "mail.delivery.system",
        "maildelivery",
        "mail-delivery",
        "mdaemon",
        "smtp",
        "smtpd",
        "mailadmin",
        "mail-admin",
    };

    private static readonly string[] Parts = ["smtp", "antivirus", "mailscanner", "mailgateway", "mail-gateway"];

    private static readonly string[] Names =
    [
        "mailer-daemon",
        "mail delivery",
        "mail deliver system",
        "delivery subsystem",
        "delivery system",
        "mail system",
        "postmaster",
        "system administrator",
        "mail administrator",
        "microsoft outlook",
        "microsoft exchange",
        "systemadministrator",
        "mail router",
        "internet mail service",
        "antivirus_for_smtp",
    ];

    // Programs that are no mail systems by name, but that nobody reads mail for.
    private static readonly string[] Machines =
    [
        "noreply",
        "no-reply",
        "no_reply",
        "donotreply",
        "do-not-reply",
        "daemon",
        "postmaster",
        "-admin",
        "-owner",
        "owner-",
        "-bounces",
        "gateway",
        "listserv",
        "majordomo",
    ];

    /// <summary>MAILER-DAEMON, postmaster and the like; also without an address (<c>MAILER-DAEMON &lt;&gt;</c>).</summary>
    public static bool Is(IncomingMail mail)
    {
        if (
            mail.From is { LocalPart: var local }
            && (
                LocalParts.Contains(local)
                || Array.Exists(Parts, part => local.Contains(part, StringComparison.Ordinal))
            )
        )
            return true;
        var shown = mail.From is null ? mail.FromText : mail.From.Name;
        return shown is not null
            && Array.Exists(Names, name => shown.Contains(name, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Also list programs, gateways and other programs that write on their own.</summary>
    public static bool IsProgram(IncomingMail mail) =>
        Is(mail)
        || (
            mail.From is { } from
            && Array.Exists(Machines, word => from.LocalPart.Contains(word, StringComparison.Ordinal))
        );
}
