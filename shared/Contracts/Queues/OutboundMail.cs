namespace Postern.Contracts.Queues;

/// <summary>
/// Queues <c>outbound-mail</c> and <c>outbound-bulk</c>: a mail to send that belongs to no record. The body is given as
/// text, HTML or both, each inline or as a blob.
/// </summary>
public sealed record OutboundMail : QueueContract
{
    /// <summary>
    /// Header fields that a program may set: none that the gateway sets itself, and none that contains recipients.
    /// </summary>
    public static IReadOnlyList<string> AllowedHeaders { get; } =
    [
        "Auto-Submitted",
        "Importance",
        "In-Reply-To",
        "Keywords",
        "Precedence",
        "Priority",
        "References",
        "X-Auto-Response-Suppress",
        "X-Priority",
    ];

    /// <summary>The program's own id of the mail. A second mail with the same id is not sent.</summary>
    public required string Id { get; init; }

    /// <summary>
    /// The program's own data about the mail, at most ten texts by name and 1 KB altogether. They stand with the id on
    /// the message, on its deliveries and in the events about them; no recipient sees them.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The author: one address, with or without a display name.</summary>
    public required string From { get; init; }

    /// <summary>Recipients in the header field To.</summary>
    public IReadOnlyList<string> To { get; init; } = [];

    /// <summary>Recipients in the header field Cc.</summary>
    public IReadOnlyList<string> Cc { get; init; } = [];

    /// <summary>Recipients that no header field shows.</summary>
    public IReadOnlyList<string> Bcc { get; init; } = [];

    /// <summary>Address for replies; null = no Reply-To.</summary>
    public string? ReplyTo { get; init; }

    /// <summary>The subject.</summary>
    public required string Subject { get; init; }

    /// <summary>The plain-text body.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML body.</summary>
    public string? Html { get; init; }

    /// <summary>Name of a program's blob in <c>mail-content</c> that holds the plain-text body.</summary>
    public string? TextBlob { get; init; }

    /// <summary>Name of a program's blob in <c>mail-content</c> that holds the HTML body.</summary>
    public string? HtmlBlob { get; init; }

    /// <summary>Further header fields by name; only those in <see cref="AllowedHeaders"/>.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>The attachments.</summary>
    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];

    /// <summary>
    /// Id or name of the alias domain on whose behalf the mail is sent: it gives the notification address and the
    /// return path. Null = the alias domain of the From, else the default one.
    /// </summary>
    public string? AliasDomain { get; init; }

    /// <summary>Id of the outgoing server to use; null = selected by From.</summary>
    public string? Server { get; init; }
}
