using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Servers;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Mailboxes;

/// <summary>Reads what a mailbox failed with from the exception that says so.</summary>
internal static class MailboxTroubleReader
{
    /// <summary>The trouble, or null when the exception is none of a mailbox.</summary>
    public static MailboxTrouble? Read(Exception exception, CertificateWatch? certificates = null) =>
        exception switch
        {
            ForbiddenAddressException e => new(MailboxFailure.ForbiddenAddress, e.Message),
            SocketException
            {
                SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain
            } e => new(MailboxFailure.UnknownHost, e.Message),
            SocketException { SocketErrorCode: SocketError.ConnectionRefused } e => new(
                MailboxFailure.PortClosed,
                e.Message
            ),
            SocketException
            {
                SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable
            } e => new(MailboxFailure.TimedOut, e.Message),
            OperationCanceledException or TimeoutException => new(MailboxFailure.TimedOut, "No answer in time."),
            SslHandshakeException e => Handshake(e, certificates),
            MissingPasswordException e => new(MailboxFailure.NoPassword, e.Message),
            OAuthException e => new(MailboxFailure.NoToken, FirstLine(e)),
            AuthenticationException e => new(MailboxFailure.Credentials, FirstLine(e)),
            FolderNotFoundException e => new(MailboxFailure.NoFolder, $"There is no folder '{e.FolderName}'."),
            ImapCommandException e => new(
                MailboxFailure.Refused,
                $"{e.Response.ToString().ToUpperInvariant()} {e.ResponseText}".Trim()
            ),
            WithheldMailException e => new(MailboxFailure.Refused, e.Message),
            CommandException e => new(MailboxFailure.Refused, FirstLine(e)),
            NotSupportedException e => new(MailboxFailure.NotSupported, FirstLine(e)),
            ImapProtocolException or Pop3ProtocolException when exception.InnerException is null && !IsEnd(exception) =>
                new(MailboxFailure.NotMail, FirstLine(exception)),
            ProtocolException
            or IOException
            or SocketException
            or ServiceNotConnectedException
            or ServiceNotAuthenticatedException
            or FolderNotOpenException => new(MailboxFailure.Closed, FirstLine(exception)),
            _ => null,
        };

    /// <summary>Whether the connection is good for further mails: the server has only refused this one, or withheld it.</summary>
    public static bool IsOfOneMail(Exception exception) => exception is CommandException or WithheldMailException;

    private static MailboxTrouble Handshake(SslHandshakeException e, CertificateWatch? certificates) =>
        certificates?.Errors switch
        {
            null or SslPolicyErrors.None => new(MailboxFailure.Handshake, FirstLine(e.InnerException ?? e)),
            { } errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => new(
                MailboxFailure.CertificateName,
                $"The certificate is not valid: {errors}.",
                certificates.Names
            ),
            { } errors => new(
                MailboxFailure.CertificateTrust,
                $"The certificate is not valid: {errors}.",
                certificates.Names
            ),
        };

    // MailKit has one exception for a broken protocol and for a server that hangs up.
    private static bool IsEnd(Exception e) => e.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
