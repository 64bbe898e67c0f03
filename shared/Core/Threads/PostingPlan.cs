using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>One message to be put on one thread. Every id in it is fixed, so that carrying it out twice does nothing twice.</summary>
public sealed record PostingPlan
{
    /// <summary>The thread as it is, or as it is to be made.</summary>
    public required ThreadHead Thread { get; init; }

    /// <summary>Whether the thread is made if there is none.</summary>
    public bool Create { get; init; }

    /// <summary>Local part of the alias through which it came, when it came through one.</summary>
    public string? Alias { get; init; }

    /// <summary>Who follows the thread from now on.</summary>
    public IReadOnlyList<Follower> Follow { get; init; } = [];

    /// <summary>Recipients of a mail that belongs to no record; null = the thread's followers are notified.</summary>
    public IReadOnlyList<Follower>? Recipients { get; init; }

    /// <summary>Key of the message.</summary>
    public required string Message { get; init; }

    public required DateTimeOffset Time { get; init; }

    public MessageKind Kind { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>The author neither follows the record nor is a known contact, and the administrator wants that said.</summary>
    public bool Stranger { get; init; }

    /// <summary>Message-Id of every copy that is sent.</summary>
    public required string MessageId { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message-Id of the message that it answers.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Who is told of this message beside the followers, and does not follow.</summary>
    public IReadOnlyList<Follower> Named { get; init; } = [];

    /// <summary>Outsiders who got the mail directly, with their names.</summary>
    public IReadOnlyList<string> Outsiders { get; init; } = [];

    /// <summary>Addresses that are not notified: they got the mail directly from its sender.</summary>
    public IReadOnlyList<string> HaveIt { get; init; } = [];

    /// <summary>What is noted on the deliveries to some addresses.</summary>
    public IReadOnlyDictionary<string, string> Warnings { get; init; } = new Dictionary<string, string>();

    /// <summary>Mass mail goes through a queue of its own.</summary>
    public bool Bulk { get; init; }
}
