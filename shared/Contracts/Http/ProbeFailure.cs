namespace Postern.Contracts.Http;

/// <summary>Kinds of failure of a step.</summary>
public enum ProbeFailure
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

    /// <summary>What answered was not SMTP.</summary>
    NotSmtp,

    /// <summary>STARTTLS is not offered.</summary>
    NoStartTls,

    /// <summary>The TLS handshake failed, with no word on the certificate.</summary>
    Handshake,

    /// <summary>The certificate is for another name.</summary>
    CertificateName,

    /// <summary>The certificate comes from nobody whom the gateway trusts, or is out of date.</summary>
    CertificateTrust,

    /// <summary>AUTH is not offered, or no mechanism that is known.</summary>
    NoAuthentication,

    /// <summary>There is a user name and no password.</summary>
    NoPassword,

    /// <summary>User name or password was refused.</summary>
    Credentials,

    /// <summary>A 4xx reply.</summary>
    Deferred,

    /// <summary>A 5xx reply.</summary>
    Refused,
}

/// <summary>A failure of a step as it was seen.</summary>
/// <param name="Failure">Its kind.</param>
/// <param name="Words">The server's words, or the system's.</param>
/// <param name="Code">The SMTP reply code, where there was a reply.</param>
/// <param name="CertificateNames">The names that the certificate is for.</param>
public sealed record ProbeTrouble(
    ProbeFailure Failure,
    string Words,
    int? Code = null,
    string? CertificateNames = null
);
