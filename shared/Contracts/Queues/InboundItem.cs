namespace Postern.Contracts.Queues;

/// <summary>
/// Queue <c>inbound-mail</c>: an incoming mail to route. Either <see cref="Raw"/> or <see cref="Mime"/> is set.
/// </summary>
public sealed record InboundItem : QueueContract
{
    /// <summary>Name of a blob in the container <c>mail-raw</c> that holds the mail (RFC 5322).</summary>
    public string? Raw { get; init; }

    /// <summary>The mail (RFC 5322) in base64, at most 32 KiB of base64.</summary>
    public string? Mime { get; init; }

    /// <summary>
    /// Free text that the journal shows as the source of the mail. Texts that begin with <c>postern-copy:</c> are the
    /// gateway's own.
    /// </summary>
    public string? Source { get; init; }

    /// <summary>The SMTP envelope, where it is known.</summary>
    public EnvelopeItem? Envelope { get; init; }

    /// <summary>Model of the record to create when no alias and no thread matches; null = none is created.</summary>
    public string? FallbackModel { get; init; }
}

/// <summary>The SMTP envelope with which a mail arrived (RFC 5321 §2.3.1).</summary>
public sealed record EnvelopeItem
{
    /// <summary>Address of MAIL FROM; empty for the null reverse-path <c>&lt;&gt;</c>, null when not known.</summary>
    public string? MailFrom { get; init; }

    /// <summary>Addresses of all RCPT TO commands; null when not known.</summary>
    public IReadOnlyList<string>? RcptTo { get; init; }

    /// <summary>IP address of the SMTP client that handed the mail over; null when not known. SPF is checked for it.</summary>
    public string? Client { get; init; }

    /// <summary>What the client called itself in HELO or EHLO; null when not known.</summary>
    public string? Helo { get; init; }
}
