using System.Net.Security;
using System.Net.Sockets;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using Postern.Network;
using Postern.OAuth;

namespace Postern.Fetching;

/// <summary>What a mailbox failed with.</summary>
/// <param name="Failure">Its kind.</param>
/// <param name="Words">The server's words, or the system's.</param>
/// <param name="CertificateNames">The names that a refused certificate is for.</param>
internal sealed record MailboxTrouble(MailboxFailure Failure, string Words, string? CertificateNames = null)
{
    /// <summary>The trouble, or null when the exception is none of a mailbox.</summary>
    public static MailboxTrouble? Read(Exception exception, CertificateWatch? certificates = null) => exception switch
    {
        ForbiddenAddressException e => new(MailboxFailure.ForbiddenAddress, e.Message),
        SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } e => new(MailboxFailure.UnknownHost, e.Message),
        SocketException { SocketErrorCode: SocketError.ConnectionRefused } e => new(MailboxFailure.PortClosed, e.Message),
        SocketException { SocketErrorCode: SocketError.TimedOut or SocketError.HostUnreachable or SocketError.NetworkUnreachable } e => new(MailboxFailure.TimedOut, e.Message),
        OperationCanceledException or TimeoutException => new(MailboxFailure.TimedOut, "No answer in time."),
        SslHandshakeException e => Handshake(e, certificates),
        MissingPasswordException e => new(MailboxFailure.NoPassword, e.Message),
        OAuthException e => new(MailboxFailure.NoToken, FirstLine(e)),
        AuthenticationException e => new(MailboxFailure.Credentials, FirstLine(e)),
        FolderNotFoundException e => new(MailboxFailure.NoFolder, $"There is no folder '{e.FolderName}'."),
        ImapCommandException e => new(MailboxFailure.Refused, $"{e.Response.ToString().ToUpperInvariant()} {e.ResponseText}".Trim()),
        WithheldMailException e => new(MailboxFailure.Refused, e.Message),
        CommandException e => new(MailboxFailure.Refused, FirstLine(e)),
        NotSupportedException e => new(MailboxFailure.NotSupported, FirstLine(e)),
        ImapProtocolException or Pop3ProtocolException when exception.InnerException is null && !IsEnd(exception) => new(MailboxFailure.NotMail, FirstLine(exception)),
        ProtocolException or IOException or SocketException or ServiceNotConnectedException or ServiceNotAuthenticatedException or FolderNotOpenException => new(MailboxFailure.Closed, FirstLine(exception)),
        _ => null,
    };

    /// <summary>Whether the connection is good for further mails: the server has only refused this one, or withheld it.</summary>
    public static bool IsOfOneMail(Exception exception) => exception is CommandException or WithheldMailException;

    private static MailboxTrouble Handshake(SslHandshakeException e, CertificateWatch? certificates) => certificates?.Errors switch
    {
        null or SslPolicyErrors.None => new(MailboxFailure.Handshake, FirstLine(e.InnerException ?? e)),
        { } errors when errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) => new(MailboxFailure.CertificateName, $"The certificate is not valid: {errors}.", certificates.Names),
        { } errors => new(MailboxFailure.CertificateTrust, $"The certificate is not valid: {errors}.", certificates.Names),
    };

    // MailKit has one exception for a broken protocol and for a server that hangs up.
    private static bool IsEnd(Exception e) => e.Message.Contains("disconnected", StringComparison.OrdinalIgnoreCase);

    private static string FirstLine(Exception e) => e.Message.Split('\n', 2)[0].Trim();
}

/// <summary>What a mailbox may fail with.</summary>
public enum MailboxFailure
{
    /// <summary>The host name has no address.</summary>
    UnknownHost,

    /// <summary>The gateway may not connect to that address.</summary>
    ForbiddenAddress,

    /// <summary>Nothing listens on the port.</summary>
    PortClosed,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The connection broke.</summary>
    Closed,

    /// <summary>What answered was neither IMAP nor POP3.</summary>
    NotMail,

    /// <summary>The server lacks something: STARTTLS, a way to log in, UIDL.</summary>
    NotSupported,

    /// <summary>The TLS handshake failed, with no word on the certificate.</summary>
    Handshake,

    /// <summary>The certificate is for another name.</summary>
    CertificateName,

    /// <summary>The certificate comes from nobody whom the gateway trusts, or is out of date.</summary>
    CertificateTrust,

    /// <summary>No password is kept.</summary>
    NoPassword,

    /// <summary>The token endpoint gave no access token.</summary>
    NoToken,

    /// <summary>User name, password or token was refused.</summary>
    Credentials,

    /// <summary>There is no folder of that name.</summary>
    NoFolder,

    /// <summary>The folder can only be read, and mail in it is to be changed.</summary>
    ReadOnly,

    /// <summary>The server says no.</summary>
    Refused,
}
