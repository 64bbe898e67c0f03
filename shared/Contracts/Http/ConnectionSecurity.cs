namespace Postern.Contracts.Http;

/// <summary>How a connection to a mail server is encrypted (RFC 3207, RFC 8314).</summary>
public enum ConnectionSecurity
{
    /// <summary>Implicit TLS from the first byte, usually on port 465 (SMTP), 993 (IMAP) or 995 (POP3).</summary>
    Tls,

    /// <summary>STARTTLS; the connection fails where the server does not offer it.</summary>
    StartTls,

    /// <summary>STARTTLS where the server offers it, else plain text. Outgoing servers only.</summary>
    StartTlsWhenAvailable,

    /// <summary>Plain text.</summary>
    None,
}
