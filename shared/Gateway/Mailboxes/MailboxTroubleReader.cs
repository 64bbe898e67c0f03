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

/// <summary>Translates exceptions of a mailbox session into its <see cref="MailboxTrouble"/>.</summary>
internal static class MailboxTroubleReader
{
    /// <summary>The trouble; null if the exception does not come from the mailbox, its server or the network.</summary>
    public static MailboxTrouble? Read(Exception exception, CertificateWatch? certificates = null) =>
        exception switch
        {
            MailboxException e => e.Trouble,
            ForbiddenAddressException e => new(MailboxFailure.ForbiddenAddress, e.Message),
            SocketException e when FailureOf(e.SocketErrorCode) is { } failure => new(failure, e.Message),
            OperationCanceledException or TimeoutException => new(MailboxFailure.TimedOut, "No answer in time."),
            SslHandshakeException e => ReadHandshake(e, certificates),
            MissingPasswordException e => new(MailboxFailure.NoPassword, e.Message),
            OAuthException e => new(MailboxFailure.NoToken, FirstLine(e)),
            AuthenticationException e => new(MailboxFailure.Credentials, FirstLine(e)),
            FolderNotFoundException e => new(MailboxFailure.NoFolder, $"There is no folder '{e.FolderName}'."),
            ImapCommandException e => new(MailboxFailure.Refused, ReplyOf(e)),
            WithheldMailException e => new(MailboxFailure.Refused, e.Message),
            CommandException e => new(MailboxFailure.Refused, FirstLine(e)),
            NotSupportedException e => new(MailboxFailure.NotSupported, FirstLine(e)),
            ProtocolException e when IsOtherProtocol(e) => new(MailboxFailure.NotMail, FirstLine(e)),
            _ when IsBrokenConnection(exception) => new(MailboxFailure.Closed, FirstLine(exception)),
            _ => null,
        };

    /// <summary>
    /// Whether the connection can be used for other mails: the server has only refused or withheld this one.
    /// </summary>
    public static bool IsOfOneMail(Exception exception) => exception is CommandException or WithheldMailException;

    private static MailboxFailure? FailureOf(SocketError error) =>
        error switch
        {
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => MailboxFailure.UnknownHost,
            SocketError.ConnectionRefused => MailboxFailure.PortClosed,
            SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable =>
                MailboxFailure.TimedOut,
            _ => null,
        };

    private static MailboxTrouble ReadHandshake(SslHandshakeException e, CertificateWatch? certificates)
    {
        if (certificates is null or { Errors: SslPolicyErrors.None })
            return new(MailboxFailure.Handshake, FirstLine(e.InnerException ?? e));
        var failure = certificates.Errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch)
            ? MailboxFailure.CertificateName
            : MailboxFailure.CertificateTrust;
        return new(failure, $"The certificate is not valid: {certificates.Errors}.", certificates.Names);
    }

    private static string ReplyOf(ImapCommandException e) =>
        $"{e.Response.ToString().ToUpperInvariant()} {e.ResponseText}".Trim();

    // MailKit throws the same exception for a server that closes the connection.
    private static bool IsOtherProtocol(ProtocolException e) =>
        e is ImapProtocolException or Pop3ProtocolException
        && e.InnerException is null
        && !e.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

    private static bool IsBrokenConnection(Exception e) =>
        e
            is ProtocolException
                or IOException
                or SocketException
                or ServiceNotConnectedException
                or ServiceNotAuthenticatedException
                or FolderNotOpenException;

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}
