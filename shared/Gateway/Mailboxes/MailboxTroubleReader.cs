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
    /// <param name="exception">What was thrown.</param>
    /// <param name="session">The session that was being opened; null for a later exception.</param>
    public static MailboxTrouble? Read(Exception exception, MailboxSession? session = null) =>
        session is null ? ReadAlone(exception, null) : ReadOpening(exception, session);

    private static MailboxTrouble? ReadOpening(Exception exception, MailboxSession session)
    {
        // Whatever went wrong after such a greeting, the greeting is the reason.
        if (session.Log.IsPreauthenticated && exception is not UnusableMailboxException)
            exception = UnusableMailboxException.Preauthenticated();
        // MailKit leaves out the response code, and with POP3 all words.
        return session.Log.Refusal is { } refusal && IsOfServer(exception, session)
            ? MailboxReplies.Read(refusal, session.Stage)
            : ReadAlone(exception, session.Certificates);
    }

    private static bool IsOfServer(Exception exception, MailboxSession session) =>
        session.Log.HasEnded
        || exception is AuthenticationException or CommandException or ProtocolException or IOException;

    private static MailboxTrouble? ReadAlone(Exception exception, CertificateWatch? certificates) =>
        exception switch
        {
            MailboxException e => e.Trouble,
            UnusableMailboxException e => new(MailboxFailure.NotSupported, e.Message, Advice: e.Advice),
            OtherAuthenticationException e => new(MailboxFailure.NotSupported, e.Message),
            ForbiddenAddressException e => new(MailboxFailure.ForbiddenAddress, e.Message),
            SocketException e when FailureOf(e.SocketErrorCode) is { } failure => new(failure, e.Message),
            OperationCanceledException or TimeoutException => new(MailboxFailure.TimedOut, "No answer in time."),
            SslHandshakeException e => ReadHandshake(e, certificates),
            MissingPasswordException e => new(MailboxFailure.NoPassword, e.Message),
            OAuthException e => new(MailboxFailure.NoToken, FirstLine(e)),
            AuthenticationException e => new(MailboxFailure.Credentials, FirstLine(e)),
            MissingFolderException e => new(MailboxFailure.NoFolder, e.Message),
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
        var trouble = TlsTroubleReader.Read(e, certificates);
        return new(FailureOf(trouble.Failure), trouble.Words, trouble.CertificateNames);
    }

    private static MailboxFailure FailureOf(TlsFailure failure) =>
        failure switch
        {
            TlsFailure.CertificateName => MailboxFailure.CertificateName,
            TlsFailure.CertificateTrust => MailboxFailure.CertificateTrust,
            TlsFailure.OldTls => MailboxFailure.OldTls,
            _ => MailboxFailure.Handshake,
        };

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
