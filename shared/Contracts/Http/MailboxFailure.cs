namespace Postern.Contracts.Http;

/// <summary>Why a mailbox could not be read.</summary>
public enum MailboxFailure
{
    /// <summary>The host name does not resolve.</summary>
    UnknownHost,

    /// <summary>The gateway may not connect to that address.</summary>
    ForbiddenAddress,

    /// <summary>The port is closed.</summary>
    PortClosed,

    /// <summary>No answer in time.</summary>
    TimedOut,

    /// <summary>The connection was closed.</summary>
    Closed,

    /// <summary>The answer was neither IMAP nor POP3.</summary>
    NotMail,

    /// <summary>The server does not support what is needed: STARTTLS, an authentication mechanism or UIDL.</summary>
    NotSupported,

    /// <summary>The TLS handshake failed, for a reason other than the certificate.</summary>
    Handshake,

    /// <summary>The server speaks only versions of TLS below 1.2.</summary>
    OldTls,

    /// <summary>The certificate is for another name.</summary>
    CertificateName,

    /// <summary>The certificate is not issued by a trusted authority, or is out of date.</summary>
    CertificateTrust,

    /// <summary>No password is stored.</summary>
    NoPassword,

    /// <summary>The token endpoint returned no access token.</summary>
    NoToken,

    /// <summary>The login was rejected: user name, password or token, or the account.</summary>
    Credentials,

    /// <summary>The server does not serve this mailbox at present; it says nothing about the password.</summary>
    Unavailable,

    /// <summary>There is no folder of that name.</summary>
    NoFolder,

    /// <summary>The folder is read-only, and the action after the fetch would change mail in it.</summary>
    ReadOnly,

    /// <summary>The server rejected a command for another reason.</summary>
    Refused,
}
