using Postern.Contracts.Http;

namespace Postern.Core.Servers;

/// <summary>Advice for a failed step of an outgoing server's test (P6, P8).</summary>
public static class ProbeAdvice
{
    private const string AuthenticationRequired = "The server wants authentication: set userName and password.";

    public static string For(ProbeStepName step, ProbeTrouble trouble, OutgoingServer server) =>
        step switch
        {
            ProbeStepName.Connect => Connect(trouble, server),
            ProbeStepName.Upgrade => Upgrade(trouble, server),
            ProbeStepName.Authenticate => Authenticate(trouble, server),
            _ => Refused(step, trouble, server),
        };

    private static string Connect(ProbeTrouble trouble, OutgoingServer server) =>
        trouble.Failure switch
        {
            ProbeFailure.UnknownHost => $"The host '{server.Host}' has no address. Check its spelling.",
            ProbeFailure.ForbiddenAddress =>
                "Use a public address, or see the setting Network__AllowPrivate for private ones.",
            ProbeFailure.PortClosed => $"Nothing listens on port {server.Port} of {server.Host}. {OtherPorts(server)}",
            ProbeFailure.TimedOut => $"No answer from port {server.Port} of {server.Host}: "
                + $"a firewall or the hosting platform probably blocks it. {OtherPorts(server)}",
            _ => $"Check that {server.Host} can be reached from here. {OtherPorts(server)}",
        };

    private static string Upgrade(ProbeTrouble trouble, OutgoingServer server) =>
        (trouble.Failure, server.Security) switch
        {
            (ProbeFailure.TimedOut or ProbeFailure.Closed or ProbeFailure.Handshake, ConnectionSecurity.Tls) =>
                $"Port {server.Port} seems not to speak TLS from the first byte: try the security startTls, "
                    + "which is usual on 587 and 2525, or port 465.",
            (ProbeFailure.TimedOut or ProbeFailure.Closed, _) => $"Port {server.Port} gives no greeting in plain text, "
                + "as ports do that speak TLS from the first byte: try the security tls, which is usual on 465, "
                + "or port 587.",
            (ProbeFailure.Handshake or ProbeFailure.OldTls, _) =>
                "The server and the gateway found no version of TLS in common; the server must speak TLS 1.2 or 1.3.",
            (ProbeFailure.NoStartTls, _) =>
                $"Port {server.Port} does not offer STARTTLS: try the security tls with port 465. "
                    + "Only in a network of your own, none.",
            (ProbeFailure.CertificateName, _) => $"The certificate is not for '{server.Host}' "
                + $"but for {trouble.CertificateNames ?? "other names"}: "
                + "use such a name as host, or have the certificate changed.",
            (ProbeFailure.CertificateTrust, _) => "Have the certificate renewed if it is out of date; "
                + "if an authority of your own issued it, name the authority's file in the setting Tls__CaFile.",
            (ProbeFailure.NotSmtp, _) => $"What answers on port {server.Port} is no SMTP server: check host and port.",
            (ProbeFailure.Deferred, _) => "The server takes no connection now: try again later.",
            _ => "The server takes no connection from here: ask its operator whether the address of the gateway "
                + "is blocked.",
        };

    private static string Authenticate(ProbeTrouble trouble, OutgoingServer server) =>
        (trouble.Failure, server.Security) switch
        {
            (ProbeFailure.NoPassword, _) =>
                "There is a user name and no password: set the password, or take the user name out.",
            (ProbeFailure.NoAuthentication, ConnectionSecurity.None or ConnectionSecurity.StartTlsWhenAvailable) =>
                "The server offers no authentication here; most offer it only over TLS: "
                    + "try the security startTls or tls.",
            (ProbeFailure.NoAuthentication, _) when server.Authentication == ServerAuthentication.Xoauth2 =>
                "Save the server with the authentication password, and a password; "
                    + "or try port 587 or 465, which may offer more.",
            (ProbeFailure.NoAuthentication, _) =>
                "If the server offers XOAUTH2, save it with the authentication xoauth2; "
                    + "if it offers none on this port, try 587 or 465, or take the user name out.",
            (ProbeFailure.Deferred, _) =>
                "The server cannot check the password now, or has seen too many tries: try again later.",
            (ProbeFailure.TimedOut or ProbeFailure.Closed, _) =>
                "The connection broke while the password was checked: try again; "
                    + "after many wrong tries servers hang up.",
            _ => "The server refuses user name or password. Check both; "
                + "many providers want the whole address as user name, "
                + "and an app password or API key in place of the account's password.",
        };

    private static string Refused(ProbeStepName step, ProbeTrouble trouble, OutgoingServer server) =>
        (step, trouble) switch
        {
            (_, { Failure: ProbeFailure.TimedOut or ProbeFailure.Closed }) =>
                "The connection broke: try again, and ask the server's operator if it happens again.",
            (_, { Code: 530 }) when server.UserName is null => AuthenticationRequired,
            (_, { Failure: ProbeFailure.Deferred }) =>
                "The server says no for now (greylisting, a limit, or a fault of its own): try again later.",
            (ProbeStepName.MailFrom, _) => "The server does not let this account send as the tested From: "
                + "name in fromFilter only what it may send as, or have address or domain verified there.",
            (ProbeStepName.RcptTo, _) when server.UserName is null =>
                "The server refuses the tested recipient. If it relays for no stranger: "
                    + $"{AuthenticationRequired} Else test with another 'to'.",
            (ProbeStepName.RcptTo, _) => "The server refuses the tested recipient: test with another 'to' that exists; "
                + "if every one is refused, the account may not send to other domains.",
            _ => "The server takes sender and recipient and refuses the mail itself: its words say why.",
        };

    private static string OtherPorts(OutgoingServer server)
    {
        if (server.Port == 25)
            return "Port 25 is blocked by most hosting platforms; use 465, 587 or 2525.";
        var isUsual = server.Port is 465 or 587 or 2525;
        return "The usual ports are 465 (security tls), 587 and 2525 (startTls)"
            + (isUsual ? "; try another of them." : ".");
    }
}
