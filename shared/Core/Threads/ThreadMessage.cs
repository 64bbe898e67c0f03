using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Core.Mime;

namespace Postern.Core.Threads;

/// <summary>A message on a thread: a mail that came in, or what a program posted.</summary>
public sealed record ThreadMessage
{
    public required string Key { get; init; }

    /// <summary>The thread as it was when the message was posted, without its values: all that a delivery needs of it.</summary>
    public required ThreadHead Thread { get; init; }

    public required DateTimeOffset Time { get; init; }

    public MessageKind Kind { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>The author neither followed the record nor was a known contact, and the parameter <c>mail.reply.strangers</c> wants that said.</summary>
    public bool Stranger { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>The text, when it is short; else it lies in <see cref="TextBlob"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Sanitised HTML, when it is short; else it lies in <see cref="HtmlBlob"/>.</summary>
    public string? Html { get; init; }

    /// <summary>What of the text is new, apart from the mail that it quotes and the signature; null when all is, or when it is long.</summary>
    public string? NewText { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public IReadOnlyList<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>Message-Id of every copy that the gateway sends.</summary>
    public required string MessageId { get; init; }

    /// <summary>Message-Id of the mail that the message came by.</summary>
    public string? SourceMessageId { get; init; }

    /// <summary>Message-Ids of its last public ancestors, oldest first, and its own (RFC 5322 §3.6.4): a relay may replace the Message-Id field.</summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message-Id of the message that it answers (RFC 5322 §3.6.4).</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Journal id of the mail that it came by, or null for what a program posted.</summary>
    public string? Mail { get; init; }

    /// <summary>Why the mail that it came by counts as automatic; null for a person's.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>What a trusted server found wrong with the sender of the mail that it came by (RFC 8601); null when nothing.</summary>
    public string? Forged { get; init; }

    /// <summary>Set on a mail that belongs to no record: its own header fields.</summary>
    public OutgoingHeaders? Outgoing { get; init; }

    /// <summary>More than a hundred people are told: their mail waits behind other mail.</summary>
    public bool Many { get; init; }

    /// <summary>Row key of the last follower who has a delivery, while there are more; null when everybody has.</summary>
    public string? FanOut { get; init; }

    /// <summary>Addresses that are not notified: they got the mail directly from its sender.</summary>
    public IReadOnlyList<string> HaveIt { get; init; } = [];

    /// <summary>Outsiders who get the message or have it: every copy names them, so that a reply to all reaches them.</summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>Who wrote a message: a contact, or an address with the name that it came with (P4). The address is empty when the mail had none.</summary>
public sealed record MessageAuthor(string Address, string? Name, bool Internal)
{
    [JsonIgnore]
    public string DisplayName =>
        !string.IsNullOrWhiteSpace(Name) ? Name
        : Address.Length > 0 ? Address.Split('@')[0]
        : "unknown sender";
}

/// <summary>A file of a message, stored once by its content.</summary>
public sealed record MessageAttachment(string Name, string Type, long Size, string Blob, string? ContentId = null);

/// <summary>Header fields of a mail that a program sends itself.</summary>
public sealed record OutgoingHeaders
{
    public required string From { get; init; }

    public IReadOnlyList<string> To { get; init; } = [];

    public IReadOnlyList<string> Cc { get; init; } = [];

    public string? ReplyTo { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Id of the outgoing server that the program named.</summary>
    public string? Server { get; init; }

    /// <summary>An answer of the gateway itself, which asks for no bounces: null envelope sender (RFC 3834 §3.3).</summary>
    public bool Automatic { get; init; }
}
