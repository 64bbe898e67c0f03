namespace Postern.Contracts.Queues;

/// <summary>The SMTP envelope that a mail came with (RFC 5321 §2.3.1).</summary>
public sealed record EnvelopeItem
{
    /// <summary>MAIL FROM; empty for the null return path.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Every RCPT TO.</summary>
    public IReadOnlyList<string>? RcptTo { get; init; }
}
