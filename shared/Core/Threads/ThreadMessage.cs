using System.Text.Json.Serialization;
using Postern.Contracts;
using Postern.Core.Mime;

namespace Postern.Core.Threads;

/// <summary>A message on a thread: an incoming mail, or a program's post.</summary>
public sealed record ThreadMessage
{
    public required string Key { get; init; }

    /// <summary>The program's own id of the message; null for a mail, and for messages of older versions.</summary>
    public string? Id { get; init; }

    /// <summary>The program's own data about it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>
    /// The thread when the message was posted, with only those values that the model's template shows.
    /// </summary>
    public required ThreadHead Thread { get; init; }

    public required DateTimeOffset Time { get; init; }

    public MessageKind Kind { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>
    /// The author was a stranger to the record, and the copies are to say so (<c>mail.reply.strangers</c>).
    /// </summary>
    public bool Stranger { get; init; }

    public string Subject { get; init; } = "";

    /// <summary>By what people know it: a post need not repeat the subject of its thread.</summary>
    [JsonIgnore]
    public string Title => Subject.Length > 0 ? Subject : Thread.Subject;

    /// <summary>The text if it is short; else it is in <see cref="TextBlob"/>.</summary>
    public string? Text { get; init; }

    /// <summary>Sanitised HTML if it is short; else it is in <see cref="HtmlBlob"/>.</summary>
    public string? Html { get; init; }

    /// <summary>The text without quoted mail and signature; null when that is all of it, or when it is long.</summary>
    public string? NewText { get; init; }

    /// <summary>The signature in the text; null when none is known, or when the text is long.</summary>
    public string? Signature { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public IReadOnlyList<MessageAttachment> Attachments { get; init; } = [];

    /// <summary>Message-Id of every copy that the gateway sends.</summary>
    public required string MessageId { get; init; }

    /// <summary>Message-Id of the mail that the message came by.</summary>
    public string? SourceMessageId { get; init; }

    /// <summary>
    /// Message-Ids of its last public ancestors, oldest first, and its own (RFC 5322 §3.6.4): a relay may replace the
    /// Message-Id field.
    /// </summary>
    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message-Id of the answered message (RFC 5322 §3.6.4).</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Journal id of the mail that it came by; null for a program's post.</summary>
    public string? Mail { get; init; }

    /// <summary>Why the mail that it came by counts as automatic; null for mail that a person wrote.</summary>
    public AutomaticMail? Automatic { get; init; }

    /// <summary>Why the sender of that mail is forged; null when that is not known.</summary>
    public string? Forged { get; init; }

    /// <summary>
    /// The field by which a trusted server marked that mail as spam; null without one, or where its alias accepts spam.
    /// </summary>
    public string? Spam { get; init; }

    /// <summary>Whether that mail passed sender authentication.</summary>
    public bool Verified { get; init; }

    /// <summary>Header fields of a mail that belongs to no record; null for other messages.</summary>
    public OutgoingHeaders? Outgoing { get; init; }

    /// <summary>More than 100 people are notified: its copies are sent after other mail.</summary>
    public bool Many { get; init; }

    /// <summary>Row key of the last follower who has a delivery; null when all have one.</summary>
    public string? FanOut { get; init; }

    /// <summary>Addresses that are not notified, since the mail is known to have reached them.</summary>
    public IReadOnlyList<string> HaveIt { get; init; } = [];

    /// <summary>
    /// Outsiders who get or already have the message: every copy shows them, so that "reply to all" includes them.
    /// </summary>
    public IReadOnlyList<string> Others { get; init; } = [];
}

/// <summary>The author of a message: a contact, or an address with the name of its mail (P4).</summary>
/// <param name="Address">The address; empty when the mail had none.</param>
/// <param name="Name">The name; null when it is not known.</param>
/// <param name="Internal">Whether the author is an employee.</param>
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

    /// <summary>Id of the outgoing server that the program chose.</summary>
    public string? Server { get; init; }

    /// <summary>An automatic answer of the gateway, sent with a null return path (RFC 3834 §3.3).</summary>
    public bool Automatic { get; init; }
}
