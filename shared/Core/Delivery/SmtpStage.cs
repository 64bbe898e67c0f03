namespace Postern.Core.Delivery;

/// <summary>How far an SMTP session had come when the server answered (RFC 5321 §3.3).</summary>
public enum SmtpStage
{
    /// <summary>The greeting, EHLO, STARTTLS or AUTH: no mail was mentioned yet.</summary>
    Opening,

    /// <summary>MAIL FROM.</summary>
    Sender,

    /// <summary>RCPT TO.</summary>
    Recipient,

    /// <summary>DATA, or the final dot.</summary>
    Content,
}
