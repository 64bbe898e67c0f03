using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Probing;

/// <summary>Translates exceptions and replies of a step into its <see cref="ProbeTrouble"/>.</summary>
internal static class ProbeTroubleReader
{
    /// <summary>The trouble; null if the exception does not come from the server or the network.</summary>
    public static ProbeTrouble? Read(ProbeStepName step, Exception exception, CertificateWatch certificates) =>
        exception switch
        {
            ForbiddenAddressException e => new(ProbeFailure.ForbiddenAddress, e.Message),
            SocketException e when FailureOf(e.SocketErrorCode) is { } failure => new(failure, e.Message),
            OperationCanceledException or TimeoutException => new(ProbeFailure.TimedOut, "No answer in time."),
            SslHandshakeException e => ReadHandshake(e, certificates),
            AuthenticationException { InnerException: SmtpCommandException e } => Reply(e, ProbeFailure.Credentials),
            OAuthException e => new(ProbeFailure.Credentials, FirstLine(e)),
            OtherAuthenticationException e => new(ProbeFailure.NoAuthentication, e.Message),
            AuthenticationException e => new(ProbeFailure.Credentials, FirstLine(e)),
            SmtpCommandException e when step == ProbeStepName.Authenticate => Reply(e, ProbeFailure.Credentials),
            SmtpCommandException e => Reply(e, ProbeFailure.Refused),
            SmtpProtocolException e when step == ProbeStepName.Upgrade && IsOtherProtocol(e) => new(
                ProbeFailure.NotSmtp,
                FirstLine(e)
            ),
            NotSupportedException e when step == ProbeStepName.Upgrade => new(ProbeFailure.NoStartTls, FirstLine(e)),
            NotSupportedException e => new(ProbeFailure.NoAuthentication, FirstLine(e)),
            SmtpProtocolException or IOException or SocketException or ServiceNotConnectedException => new(
                ProbeFailure.Closed,
                FirstLine(exception)
            ),
            _ => null,
        };

    /// <summary>The trouble of a negative reply (RFC 5321 §4.2.1).</summary>
    public static ProbeTrouble Reply(SmtpResponse reply) =>
        Reply(reply.StatusCode, reply.Response, ProbeFailure.Refused);

    public static string Words(SmtpResponse reply) => $"{(int)reply.StatusCode} {reply.Response}";

    private static ProbeTrouble Reply(SmtpCommandException e, ProbeFailure permanent) =>
        Reply(e.StatusCode, e.Message, permanent);

    private static ProbeTrouble Reply(SmtpStatusCode status, string text, ProbeFailure permanent)
    {
        var code = (int)status;
        return new(code >= 500 ? permanent : ProbeFailure.Deferred, $"{code} {text}", code);
    }

    private static ProbeFailure? FailureOf(SocketError error) =>
        error switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => ProbeFailure.UnknownHost,
            SocketError.ConnectionRefused => ProbeFailure.PortClosed,
            SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                ProbeFailure.TimedOut,
            _ => null,
        };

    private static ProbeTrouble ReadHandshake(SslHandshakeException e, CertificateWatch certificates)
    {
        var trouble = TlsTroubleReader.Read(e, certificates);
        return new(FailureOf(trouble.Failure), trouble.Words, null, trouble.CertificateNames);
    }

    private static ProbeFailure FailureOf(TlsFailure failure) =>
        failure switch
        {
            TlsFailure.CertificateName => ProbeFailure.CertificateName,
            TlsFailure.CertificateTrust => ProbeFailure.CertificateTrust,
            TlsFailure.OldTls => ProbeFailure.OldTls,
            _ => ProbeFailure.Handshake,
        };

    // MailKit throws the same exception for a server that closes the connection.
    private static bool IsOtherProtocol(SmtpProtocolException e) =>
        e.InnerException is null && !e.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
