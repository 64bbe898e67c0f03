namespace Postern.Contracts.Queues;

/// <summary>The SMTP envelope with which a mail arrived (RFC 5321 §2.3.1).</summary>
public sealed record EnvelopeItem
{
    /// <summary>Address of MAIL FROM; empty for the null reverse-path <c>&lt;&gt;</c>, null when not known.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Addresses of all RCPT TO commands; null when not known.</summary>
    public IReadOnlyList<string>? RcptTo { get; init; }
}
