using System.Net.Sockets;
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
internal static class SmtpFailure
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
            SmtpCommandException e => Reply(e, DeliveryOutcome.Unreachable, DeliveryProblem.Connection),
            _ => Read(exception, handedOver: false),
        };

    /// <summary>
    /// The result of a failed attempt; null if the exception does not come from the server or the network.
    /// </summary>
    /// <param name="exception">What MailKit threw.</param>
    /// <param name="handedOver">
    /// Whether the whole mail was sent: then a broken connection does not show whether the server has accepted it.
    /// </param>
    public static DeliveryResult? Read(Exception exception, bool handedOver) =>
        exception switch
        {
            SmtpCommandException e => Reply(e),
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
            _ when IsLostConnection(exception) => Lost(exception, handedOver),
            _ => null,
        };

    private static DeliveryResult Insecure(string words) =>
        new(DeliveryOutcome.Unreachable, words, DeliveryProblem.Security);

    private static DeliveryResult Reply(SmtpCommandException e)
    {
        if (e.StatusCode == SmtpStatusCode.ServiceNotAvailable)
            return Reply(e, DeliveryOutcome.Deferred, DeliveryProblem.Connection);
        if (IsTooLarge(e))
            return Reply(e, DeliveryOutcome.Refused, DeliveryProblem.Content) with { SizeLimit = 0 };
        var outcome = (int)e.StatusCode >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Deferred;
        return Reply(e, outcome, Problem(e.ErrorCode));
    }

    private static DeliveryResult Reply(SmtpCommandException e, DeliveryOutcome outcome, DeliveryProblem problem) =>
        new(outcome, $"{(int)e.StatusCode} {e.Message}", problem, (int)e.StatusCode);

    // 552 may also mean a full mailbox, with the enhanced code 5.2.2 (RFC 1870 §6.1, RFC 3463 §3.3).
    private static bool IsTooLarge(SmtpCommandException e) =>
        e.StatusCode == SmtpStatusCode.ExceededStorageAllocation
        && e.ErrorCode == SmtpErrorCode.MessageNotAccepted
        && !e.Message.Contains("5.2.2", StringComparison.Ordinal);

    private static DeliveryProblem Problem(SmtpErrorCode code) =>
        code switch
        {
            SmtpErrorCode.SenderNotAccepted => DeliveryProblem.Sender,
            SmtpErrorCode.RecipientNotAccepted => DeliveryProblem.Recipient,
            _ => DeliveryProblem.Content,
        };

    private static bool IsLostConnection(Exception e) =>
        e
            is SmtpProtocolException
                or IOException
                or SocketException
                or ServiceNotConnectedException
                or TimeoutException
                or OperationCanceledException;

    private static DeliveryResult Lost(Exception e, bool handedOver)
    {
        var words = e is OperationCanceledException ? "The server did not answer in time." : FirstLine(e.Message);
        if (!handedOver)
            return new(DeliveryOutcome.Unreachable, words, DeliveryProblem.Connection);
        return new(
            DeliveryOutcome.Unknown,
            $"The connection was lost after the mail was handed over: {words}",
            DeliveryProblem.Lost
        );
    }

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();
}
