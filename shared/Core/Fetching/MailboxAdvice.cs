using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>Says what to try when a step of a mailbox's test has failed (P33).</summary>
public static class MailboxAdvice
{
    public const string Choose =
        "The mailbox works. Test it again with import fromNow or everything to confirm it; nothing is fetched before.";

    public static string For(MailboxTestStepName step, MailboxTrouble trouble, IncomingServer server) =>
        trouble.Failure switch
        {
            MailboxFailure.UnknownHost => $"The host '{server.Host}' has no address. Check its spelling.",
            MailboxFailure.ForbiddenAddress =>
                "Use a public address, or see the setting Network__AllowPrivate for private ones.",
            MailboxFailure.PortClosed =>
                $"Nothing listens on port {Port(server)} of {server.Host}. {UsualPorts(server)}",
            MailboxFailure.TimedOut when step == MailboxTestStepName.Connect =>
                $"No answer from port {Port(server)} of {server.Host}: a firewall probably blocks it. {UsualPorts(server)}",
            MailboxFailure.TimedOut
            or MailboxFailure.Closed
            or MailboxFailure.Handshake
            or MailboxFailure.NotMail when step == MailboxTestStepName.Upgrade => Upgrade(server),
            MailboxFailure.NotSupported when step == MailboxTestStepName.Upgrade =>
                $"Port {Port(server)} does not offer STARTTLS: try the security tls. {UsualPorts(server)}",
            MailboxFailure.CertificateName =>
                $"The certificate is not for '{server.Host}' but for {trouble.CertificateNames ?? "other names"}: use such a name as host, or have the certificate changed.",
            MailboxFailure.CertificateTrust =>
                "The certificate is out of date or comes from an authority that is not trusted here: have it renewed, or name the authority's file in the setting Tls__CaFile.",
            MailboxFailure.NoPassword => "Save the server with a password.",
            MailboxFailure.NoToken =>
                "The token endpoint's words say why: check tokenEndpoint, clientId, scope and grant, and save the client secret or the refresh token again.",
            MailboxFailure.Credentials when server.Authentication == ServerAuthentication.Xoauth2 =>
                "The server refuses the token. Check that userName is the mailbox's own address, that the scope is the mail server's, and that the app was given access to this mailbox.",
            MailboxFailure.Credentials =>
                "The server refuses user name or password. Check both; many providers want the whole address as user name, and an app password in place of the account's, or take no passwords at all (xoauth2).",
            MailboxFailure.NotSupported when step == MailboxTestStepName.Authenticate =>
                "The server offers no way to log in that is known here; most offer it only over TLS: try the security tls or startTls.",
            MailboxFailure.NotSupported =>
                "The server lacks UIDL, without which its mail cannot be told apart: use IMAP.",
            MailboxFailure.NoFolder =>
                "Check the folder's name; case counts, and parts of a path are kept apart by the server's own sign, usually / or a dot.",
            MailboxFailure.ReadOnly =>
                "This account may not change mail in the folder: have it given the right, or save the server with afterFetch leave.",
            MailboxFailure.Refused =>
                "The server says no; its words say why. With POP3 another program may have the mailbox open.",
            _ => "The connection broke: try again, and ask the server's operator if it happens again.",
        };

    private static string Upgrade(IncomingServer server) =>
        server.Security == ConnectionSecurity.Tls
            ? $"Port {Port(server)} seems not to speak TLS from the first byte: try the security startTls. {UsualPorts(server)}"
            : $"Port {Port(server)} gives no greeting in plain text, as ports do that speak TLS from the first byte: try the security tls. {UsualPorts(server)}";

    private static int Port(IncomingServer server) => server.Port ?? server.UsualPort;

    private static string UsualPorts(IncomingServer server) =>
        server.Protocol == MailboxProtocol.Imap
            ? "IMAP's usual ports are 993 (security tls) and 143 (startTls)."
            : "POP3's usual ports are 995 (security tls) and 110 (startTls).";
}
