namespace Postern.Contracts.Queues;

/// <summary>Queues <c>outbound-mail</c> and <c>outbound-bulk</c>: a mail that a program sends, which belongs to no record.</summary>
public sealed record OutboundMail : QueueContract
{
    /// <summary>Header fields that a program may set: none that the gateway decides or that addresses anybody.</summary>
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

    /// <summary>The program's own id of this mail: putting it on the queue again sends nothing more.</summary>
    public required string Id { get; init; }

    public required string From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> Cc { get; init; } = [];

    public IReadOnlyList<string> Bcc { get; init; } = [];

    public string? ReplyTo { get; init; }

    public required string Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];

    /// <summary>Id of the outgoing server to use; default: the one that may speak for From.</summary>
    public string? Server { get; init; }
}
