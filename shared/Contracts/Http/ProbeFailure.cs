namespace Postern.Contracts.Http;

/// <summary>Why a step of an outgoing server's test failed.</summary>
public enum ProbeFailure
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

    /// <summary>The answer was not SMTP.</summary>
    NotSmtp,

    /// <summary>The server does not offer STARTTLS.</summary>
    NoStartTls,

    /// <summary>The TLS handshake failed, for a reason other than the certificate.</summary>
    Handshake,

    /// <summary>The server speaks only versions of TLS below 1.2.</summary>
    OldTls,

    /// <summary>The certificate is for another name.</summary>
    CertificateName,

    /// <summary>The certificate is not issued by a trusted authority, or is out of date.</summary>
    CertificateTrust,

    /// <summary>The server offers no AUTH, or no mechanism for the record's password or token.</summary>
    NoAuthentication,

    /// <summary>There is a user name and no stored password.</summary>
    NoPassword,

    /// <summary>User name or password was rejected.</summary>
    Credentials,

    /// <summary>A temporary failure: a 4xx reply.</summary>
    Deferred,

    /// <summary>A permanent failure: a 5xx reply.</summary>
    Refused,
}

/// <summary>Details of a failed step.</summary>
/// <param name="Failure">Why the step failed.</param>
/// <param name="Words">The server's reply, or the error text of the system where there was no reply.</param>
/// <param name="Code">The SMTP reply code; null where there was no reply.</param>
/// <param name="CertificateNames">The names for which a rejected certificate is valid.</param>
public sealed record ProbeTrouble(
    ProbeFailure Failure,
    string Words,
    int? Code = null,
    string? CertificateNames = null
);
