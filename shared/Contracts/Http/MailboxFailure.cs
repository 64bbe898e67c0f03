namespace Postern.Contracts.Http;

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
