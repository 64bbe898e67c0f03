namespace Postern.Contracts.Http;

/// <summary>How a connection to a mail server is protected (RFC 3207, RFC 8314).</summary>
public enum ConnectionSecurity
{
    /// <summary>TLS from the first byte, usually port 465 (SMTP) or 993 (IMAP).</summary>
    Tls,

    /// <summary>Upgraded by STARTTLS; without the offer there is no connection.</summary>
    StartTls,

    /// <summary>Upgraded by STARTTLS if the server offers it.</summary>
    StartTlsWhenAvailable,

    /// <summary>Plain text.</summary>
    None,
}
