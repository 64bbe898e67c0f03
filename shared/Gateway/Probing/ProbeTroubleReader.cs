using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Probing;

/// <summary>Reads an exception of a step as a <see cref="ProbeTrouble"/>.</summary>
internal static class ProbeTroubleReader
{
    /// <summary>The trouble, or null when the exception is none of a mail server.</summary>
    public static ProbeTrouble? Read(
        ProbeStepName step,
        Exception exception,
        SslPolicyErrors certificate,
        string? names
    ) =>
        exception switch
        {
            ForbiddenAddressException e => new(ProbeFailure.ForbiddenAddress, e.Message),
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            } e => new(ProbeFailure.UnknownHost, e.Message),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } e => new(
                ProbeFailure.PortClosed,
                e.Message
            ),
            SocketException
            {
                SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable
            } e => new(ProbeFailure.TimedOut, e.Message),
            OperationCanceledException or TimeoutException => new(ProbeFailure.TimedOut, "No answer in time."),
            SslHandshakeException e => Handshake(e, certificate, names),
            AuthenticationException { InnerException: SmtpCommandException inner } => Reply(
                inner,
                ProbeFailure.Credentials
            ),
            OAuthException e => new(ProbeFailure.Credentials, FirstLine(e)),
            AuthenticationException e => new(ProbeFailure.Credentials, FirstLine(e)),
            SmtpCommandException e => Reply(
                e,
                step == ProbeStepName.Authenticate ? ProbeFailure.Credentials : ProbeFailure.Refused
            ),
            SmtpProtocolException e when step == ProbeStepName.Upgrade && e.InnerException is null && !IsEnd(e) => new(
                ProbeFailure.NotSmtp,
                FirstLine(e)
            ),
            NotSupportedException e => new(
                step == ProbeStepName.Upgrade ? ProbeFailure.NoStartTls : ProbeFailure.NoAuthentication,
                FirstLine(e)
            ),
            SmtpProtocolException or IOException or SocketException or ServiceNotConnectedException => new(
                ProbeFailure.Closed,
                FirstLine(exception)
            ),
            _ => null,
        };

    /// <summary>What a reply means that is not the one that was hoped for (RFC 5321 §4.2.1).</summary>
    public static ProbeTrouble Reply(SmtpResponse reply) =>
        new(
            (int)reply.StatusCode >= 500 ? ProbeFailure.Refused : ProbeFailure.Deferred,
            Words(reply),
            (int)reply.StatusCode
        );

    public static string Words(SmtpResponse reply) => $"{(int)reply.StatusCode} {reply.Response}";

    private static ProbeTrouble Reply(SmtpCommandException e, ProbeFailure permanent) =>
        new(
            (int)e.StatusCode >= 500 ? permanent : ProbeFailure.Deferred,
            $"{(int)e.StatusCode} {e.Message}",
            (int)e.StatusCode
        );

    private static ProbeTrouble Handshake(SslHandshakeException e, SslPolicyErrors certificate, string? names)
    {
        var failure = certificate switch
        {
            _ when certificate.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => ProbeFailure.CertificateName,
            SslPolicyErrors.None => ProbeFailure.Handshake,
            _ => ProbeFailure.CertificateTrust,
        };
        return new ProbeTrouble(
            failure,
            certificate == SslPolicyErrors.None
                ? FirstLine(e.InnerException ?? e)
                : $"The certificate is not valid: {certificate}.",
            null,
            names
        );
    }

    // MailKit has one exception for a broken protocol and for a server that hangs up.
    private static bool IsEnd(SmtpProtocolException e) =>
        e.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
