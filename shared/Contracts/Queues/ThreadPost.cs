namespace Postern.Contracts.Queues;

/// <summary>
/// Queue <c>thread-posts</c>: a message to post on a record's thread, which is sent to the followers (P2). The body is
/// given as text, HTML or both, each inline or as a blob.
/// </summary>
public sealed record ThreadPost : QueueContract
{
    /// <summary>
    /// The program's own id of the post. A second post with the same id on the same thread has no effect.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>
    /// The program's own data about the post, at most ten texts by name and 1 KB altogether. They stand with the id on
    /// the message, on its deliveries and in the events about them; no recipient sees them.
    /// </summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The thread to post on.</summary>
    public required ThreadItem Thread { get; init; }

    /// <summary>Id or name of the alias domain of a thread that is created; null = the default alias domain.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>The author: an address, with or without a display name.</summary>
    public required string Author { get; init; }

    /// <summary>The subject; required for a thread that is created, optional for one that has a subject.</summary>
    public string? Subject { get; init; }

    /// <summary>The plain-text body.</summary>
    public string? Text { get; init; }

    /// <summary>The HTML body.</summary>
    public string? Html { get; init; }

    /// <summary>Name of a program's blob in <c>mail-content</c> that holds the plain-text body.</summary>
    public string? TextBlob { get; init; }

    /// <summary>Name of a program's blob in <c>mail-content</c> that holds the HTML body.</summary>
    public string? HtmlBlob { get; init; }

    /// <summary>Whether the message is public (default) or an internal note.</summary>
    public MessageKind Kind { get; init; }

    /// <summary>Addresses that are added to the thread's followers.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>
    /// At most 50 addresses that are notified of this message without becoming followers. A note is sent to internal
    /// ones only.
    /// </summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>
    /// Whether the message was generated automatically: the mail is marked as such, so that auto-responders ignore it
    /// (RFC 3834 §5).
    /// </summary>
    public bool Automatic { get; init; }

    /// <summary>The attachments.</summary>
    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];
}

/// <summary>The record on whose thread a program posts.</summary>
public sealed record ThreadItem
{
    /// <summary>The record's model; see <see cref="ThreadKey"/>.</summary>
    public required string Model { get; init; }

    /// <summary>The record's id in the application; see <see cref="ThreadKey"/>.</summary>
    public required string Id { get; init; }

    /// <summary>Whether a missing thread is created; default false: posting on a missing thread is an error.</summary>
    public bool Create { get; init; }
}
