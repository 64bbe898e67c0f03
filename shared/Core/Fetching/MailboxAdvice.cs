using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>Advice for a failed step of a mailbox test (P33).</summary>
public static class MailboxAdvice
{
    public const string Choose =
        "The mailbox works. Test it again with import fromNow or everything to confirm it; nothing is fetched before.";

    private const string Retry = "The connection broke: try again, and ask the server's operator if it happens again.";

    public static string For(MailboxTestStepName step, MailboxTrouble trouble, IncomingServer server) =>
        trouble.Advice ?? ByFailure(step, trouble, server);

    private static string ByFailure(MailboxTestStepName step, MailboxTrouble trouble, IncomingServer server) =>
        trouble.Failure switch
        {
            MailboxFailure.UnknownHost or MailboxFailure.ForbiddenAddress or MailboxFailure.PortClosed => Unreachable(
                trouble.Failure,
                server
            ),
            MailboxFailure.CertificateName or MailboxFailure.CertificateTrust => Certificate(trouble, server),
            MailboxFailure.NoPassword or MailboxFailure.NoToken or MailboxFailure.Credentials => Credentials(
                trouble.Failure,
                server
            ),
            MailboxFailure.NoFolder or MailboxFailure.ReadOnly => Folder(trouble.Failure),
            MailboxFailure.OldTls => "The server must speak TLS 1.2 or 1.3: have it renewed.",
            MailboxFailure.NotSupported => NotSupported(step, server),
            MailboxFailure.Unavailable => "The password need not be wrong: the server's words say what is missing. "
                + "Try again later; fewer programs may have to be connected at a time.",
            MailboxFailure.Refused =>
                "The server says no; its words say why. With POP3 another program may have the mailbox open.",
            _ => Interrupted(step, trouble.Failure, server),
        };

    private static string Unreachable(MailboxFailure failure, IncomingServer server) =>
        failure switch
        {
            MailboxFailure.UnknownHost => $"The host '{server.Host}' has no address. Check its spelling.",
            MailboxFailure.ForbiddenAddress =>
                "Use a public address, or see the setting Network__AllowPrivate for private ones.",
            _ => $"Nothing listens on port {Port(server)} of {server.Host}. {UsualPorts(server)}",
        };

    private static string Certificate(MailboxTrouble trouble, IncomingServer server) =>
        trouble.Failure == MailboxFailure.CertificateName
            ? $"The certificate is not for '{server.Host}' but for {trouble.CertificateNames ?? "other names"}: "
                + "use such a name as host, or have the certificate changed."
            : "Have the certificate renewed if it is out of date; "
                + "if an authority of your own issued it, name the authority's file in the setting Tls__CaFile.";

    private static string Credentials(MailboxFailure failure, IncomingServer server) =>
        (failure, server.Authentication) switch
        {
            (MailboxFailure.NoPassword, _) => "Save the server with a password.",
            (MailboxFailure.NoToken, _) =>
                "The token endpoint's words say why: check tokenEndpoint, clientId, scope and grant, "
                    + "and save the client secret or the refresh token again.",
            (_, ServerAuthentication.Xoauth2) =>
                "The server refuses the token. Check that userName is the mailbox's own address, "
                    + "that the scope is the mail server's, and that the app was given access to this mailbox.",
            _ => "The server refuses user name or password. Check both; "
                + "many providers want the whole address as user name, "
                + "and an app password in place of the account's, or take no passwords at all (xoauth2).",
        };

    private static string Folder(MailboxFailure failure) =>
        failure == MailboxFailure.NoFolder
            ? "Check the folder's name; case counts, and parts of a path are kept apart by the server's own sign, "
                + "usually / or a dot."
            : "This account may not change mail in the folder: have it given the right, "
                + "or save the server with afterFetch leave.";

    private static string NotSupported(MailboxTestStepName step, IncomingServer server) =>
        step switch
        {
            MailboxTestStepName.Upgrade =>
                $"Port {Port(server)} does not offer STARTTLS: try the security tls. {UsualPorts(server)}",
            MailboxTestStepName.Authenticate when server.Authentication == ServerAuthentication.Xoauth2 =>
                "Save the server with the authentication password, and a password.",
            MailboxTestStepName.Authenticate =>
                "If the server offers XOAUTH2, save it with the authentication xoauth2; "
                    + "most offer a login only over TLS: try the security tls or startTls.",
            _ => "The server lacks what fetching needs: its words say what.",
        };

    private static string Interrupted(MailboxTestStepName step, MailboxFailure failure, IncomingServer server) =>
        (step, failure, server.Security) switch
        {
            (MailboxTestStepName.Connect, MailboxFailure.TimedOut, _) =>
                $"No answer from port {Port(server)} of {server.Host}: a firewall probably blocks it. "
                    + UsualPorts(server),
            (MailboxTestStepName.Upgrade, _, ConnectionSecurity.Tls) =>
                $"Port {Port(server)} seems not to speak TLS from the first byte: try the security startTls. "
                    + UsualPorts(server),
            (MailboxTestStepName.Upgrade, _, _) =>
                $"Port {Port(server)} gives no greeting in plain text, as ports do that speak TLS from the first "
                    + $"byte: try the security tls. {UsualPorts(server)}",
            _ => Retry,
        };

    private static int Port(IncomingServer server) => server.Port ?? server.UsualPort;

    private static string UsualPorts(IncomingServer server) =>
        server.Protocol == MailboxProtocol.Imap
            ? "IMAP's usual ports are 993 (security tls) and 143 (startTls)."
            : "POP3's usual ports are 995 (security tls) and 110 (startTls).";
}
