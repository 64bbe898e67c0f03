using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Smtp;

/// <summary>
/// Translates exceptions of an SMTP session into results (RFC 5321 §4.2.1: 4yz is transient, 5yz is permanent).
/// </summary>
internal static partial class SmtpFailure
{
    /// <summary>
    /// The result if no connection could be opened; null if the exception does not come from the server or the network.
    /// A reply at this stage concerns the gateway and not the mail, which therefore waits or is sent through another
    /// server.
    /// </summary>
    /// <param name="exception">What was thrown.</param>
    /// <param name="certificates">What is known of the server's certificate.</param>
    public static DeliveryResult? ReadOpening(Exception exception, CertificateWatch certificates) =>
        exception switch
        {
            SslHandshakeException e => Insecure(TlsTroubleReader.Read(e, certificates).Words),
            OtherAuthenticationException e => new(DeliveryOutcome.Deferred, e.Message, DeliveryProblem.Authentication),
            OAuthException e => new(DeliveryOutcome.Deferred, e.Message, DeliveryProblem.Authentication)
            {
                RetryAfter = e.RetryAfter,
            },
            AuthenticationException e when TemporaryReply(e) is { } reply => reply,
            _ => Read(exception, SmtpStage.Opening, handedOver: false),
        };

    /// <summary>
    /// The result of a failed attempt; null if the exception does not come from the server or the network.
    /// </summary>
    /// <param name="exception">What MailKit threw.</param>
    /// <param name="stage">What the server was asked last.</param>
    /// <param name="handedOver">
    /// Whether the whole mail was sent: then a broken connection does not show whether the server has accepted it.
    /// </param>
    public static DeliveryResult? Read(Exception exception, SmtpStage stage, bool handedOver) =>
        exception switch
        {
            SmtpCommandException e => SmtpReply.Read(stage, (int)e.StatusCode, e.Message),
            UnsendableMailException e => new(DeliveryOutcome.Refused, e.Message, DeliveryProblem.Content),
            MailTooLargeException e => new(DeliveryOutcome.Refused, e.Message, DeliveryProblem.Content)
            {
                SizeLimit = e.Limit,
            },
            ServiceNotAuthenticatedException e => new(
                DeliveryOutcome.Deferred,
                FirstLine(e.Message),
                DeliveryProblem.Authentication,
                (int)SmtpStatusCode.AuthenticationRequired
            ),
            AuthenticationException e => new(DeliveryOutcome.Deferred, e.Message, DeliveryProblem.Authentication),
            SslHandshakeException e => Insecure(TlsTroubleReader.Read(e, certificates: null).Words),
            ForbiddenAddressException e => new(DeliveryOutcome.Unreachable, e.Message, DeliveryProblem.Connection),
            NotSupportedException e => Insecure(e.Message),
            _ when IsLostConnection(exception) => Lost(exception, stage, handedOver),
            _ => null,
        };

    private static DeliveryResult Insecure(string words) =>
        new(DeliveryOutcome.Unreachable, words, DeliveryProblem.Security);

    // "454 4.7.0 Temporary authentication failure", "421 Too many connections": the credentials may be right.
    private static DeliveryResult? TemporaryReply(AuthenticationException e)
    {
        var reply = TemporaryCode().Match(e.Message);
        return reply.Success
            ? SmtpReply.Read(
                SmtpStage.Opening,
                int.Parse(reply.Groups["code"].Value, CultureInfo.InvariantCulture),
                reply.Groups["words"].Value
            )
            : null;
    }

    private static bool IsLostConnection(Exception e) =>
        e
            is SmtpProtocolException
                or IOException
                or SocketException
                or ServiceNotConnectedException
                or TimeoutException
                or OperationCanceledException;

    private static DeliveryResult Lost(Exception e, SmtpStage stage, bool handedOver)
    {
        var words = e is OperationCanceledException ? "The server did not answer in time." : FirstLine(e.Message);
        var result = handedOver
            ? new DeliveryResult(
                DeliveryOutcome.Unknown,
                $"The connection was lost after the mail was handed over: {words}",
                DeliveryProblem.Lost
            )
            : new DeliveryResult(DeliveryOutcome.Unreachable, words, DeliveryProblem.Connection);
        return result with { Stage = stage, TimedOut = IsTimeout(e) };
    }

    // A server that refuses connections answers at once; one that drops packets makes the system give up.
    private static bool IsTimeout(Exception e) =>
        e
            is OperationCanceledException
                or TimeoutException
                or SocketException { SocketErrorCode: SocketError.TimedOut }
                or IOException { InnerException: SocketException { SocketErrorCode: SocketError.TimedOut } };

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    [GeneratedRegex(@"^(?<code>4\d\d)[: ]\s*(?<words>.*)$", RegexOptions.Singleline | RegexOptions.CultureInvariant)]
    private static partial Regex TemporaryCode();
}
