namespace Postern.Contracts.Queues;

/// <summary>Queue <c>thread-posts</c>: a message that a program posts on a record's thread, for its followers (P2).</summary>
public sealed record ThreadPost : QueueContract
{
    /// <summary>The program's own id of this post: posting it again changes nothing.</summary>
    public required string Id { get; init; }

    public required ThreadItem Thread { get; init; }

    /// <summary>Id or name of the alias domain of a thread that is made; default: the default one.</summary>
    public string? AliasDomain { get; init; }

    /// <summary>Who wrote it: an address, with or without a name.</summary>
    public required string Author { get; init; }

    public string? Subject { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    public string? TextBlob { get; init; }

    public string? HtmlBlob { get; init; }

    public MessageKind Kind { get; init; }

    /// <summary>Addresses that follow the thread from now on.</summary>
    public IReadOnlyList<string> Followers { get; init; } = [];

    /// <summary>Addresses that are told of this message and do not follow; at most 50. A note goes to internal ones only.</summary>
    public IReadOnlyList<string> Recipients { get; init; } = [];

    /// <summary>No person wrote it: the mail says so, and no responder answers it (RFC 3834 §5).</summary>
    public bool Automatic { get; init; }

    public IReadOnlyList<AttachmentItem> Attachments { get; init; } = [];
}
