using System.Net.Sockets;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Smtp;

/// <summary>Reads what went wrong with an SMTP dialogue as a result (RFC 5321 §4.2.1: 4yz is transient, 5yz is permanent).</summary>
internal static class SmtpFailure
{
    /// <summary>
    /// The result of a connection that could not be opened, or null when the exception is no trouble of mail delivery. Whatever the server
    /// says then, it says of us and not of the mail, which therefore waits or takes another server.
    /// </summary>
    public static DeliveryResult? ReadOpening(Exception exception) =>
        exception switch
        {
            OAuthException { RetryAfter: var wait } e => new(
                DeliveryOutcome.Deferred,
                e.Message,
                DeliveryProblem.Authentication
            )
            {
                RetryAfter = wait,
            },
            SmtpCommandException e => new(
                DeliveryOutcome.Unreachable,
                Words(e),
                DeliveryProblem.Connection,
                (int)e.StatusCode
            ),
            _ => Read(exception, handedOver: false),
        };

    /// <summary>The result of a failed try, or null when the exception is no trouble of mail delivery.</summary>
    /// <param name="exception">What MailKit threw.</param>
    /// <param name="handedOver">Whether all of the mail was on its way: then a broken connection says nothing about its fate.</param>
    public static DeliveryResult? Read(Exception exception, bool handedOver) =>
        exception switch
        {
            SmtpCommandException { StatusCode: SmtpStatusCode.ServiceNotAvailable } e => new(
                DeliveryOutcome.Deferred,
                Words(e),
                DeliveryProblem.Connection,
                (int)e.StatusCode
            ),
            SmtpCommandException { StatusCode: SmtpStatusCode.ExceededStorageAllocation } e when IsSize(e) => new(
                DeliveryOutcome.Refused,
                Words(e),
                DeliveryProblem.Content,
                (int)e.StatusCode
            )
            {
                SizeLimit = 0,
            },
            SmtpCommandException e => new(
                (int)e.StatusCode >= 500 ? DeliveryOutcome.Refused : DeliveryOutcome.Deferred,
                Words(e),
                Problem(e.ErrorCode),
                (int)e.StatusCode
            ),
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
            SslHandshakeException e => new(DeliveryOutcome.Unreachable, FirstLine(e.Message), DeliveryProblem.Security),
            ForbiddenAddressException e => new(DeliveryOutcome.Unreachable, e.Message, DeliveryProblem.Connection),
            NotSupportedException e => new(DeliveryOutcome.Unreachable, e.Message, DeliveryProblem.Security),
            SmtpProtocolException
            or IOException
            or SocketException
            or ServiceNotConnectedException
            or TimeoutException
            or OperationCanceledException => handedOver
                ? new(
                    DeliveryOutcome.Unknown,
                    $"The connection was lost after the mail was handed over: {Words(exception)}",
                    DeliveryProblem.Lost
                )
                : new(DeliveryOutcome.Unreachable, Words(exception), DeliveryProblem.Connection),
            _ => null,
        };

    // 552 is said of a full mailbox as well: 5.3.4 and what is said of the content is about the mail (RFC 1870 §6.1, RFC 3463 §3.4).
    private static bool IsSize(SmtpCommandException e) =>
        e.ErrorCode == SmtpErrorCode.MessageNotAccepted && !e.Message.Contains("5.2.2", StringComparison.Ordinal);

    private static string Words(SmtpCommandException e) => $"{(int)e.StatusCode} {e.Message}";

    private static string Words(Exception e) =>
        e is OperationCanceledException ? "The server did not answer in time." : FirstLine(e.Message);

    private static string FirstLine(string text) => text.Split('\n', 2)[0].Trim();

    private static DeliveryProblem Problem(SmtpErrorCode code) =>
        code switch
        {
            SmtpErrorCode.SenderNotAccepted => DeliveryProblem.Sender,
            SmtpErrorCode.RecipientNotAccepted => DeliveryProblem.Recipient,
            _ => DeliveryProblem.Content,
        };
}
