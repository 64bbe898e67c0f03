using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>
/// One message to be posted to one thread. Every id is fixed, so that posting it twice has no further effect.
/// </summary>
public sealed record PostingPlan
{
    /// <summary>The thread as it is, or as it is created.</summary>
    public required ThreadHead Thread { get; init; }

    /// <summary>Whether the thread is created if it does not exist.</summary>
    public bool Create { get; init; }

    /// <summary>Address of the alias that the mail came through, if any.</summary>
    public string? Alias { get; init; }

    /// <summary>Who follows the thread from now on.</summary>
    public IReadOnlyList<Follower> Follow { get; init; } = [];

    /// <summary>Recipients of a mail that belongs to no record; null = the thread's followers are notified.</summary>
    public IReadOnlyList<Follower>? Recipients { get; init; }

    /// <summary>Key of the message.</summary>
    public required string Message { get; init; }

    /// <summary>What the program calls its message; null for a mail.</summary>
    public ProgramMark? Program { get; init; }

    /// <summary>The program's message that the mail answers; null when it answers no message of a program.</summary>
    public AnsweredPost? Answers { get; init; }

    public required DateTimeOffset Time { get; init; }

    public MessageKind Kind { get; init; }

    public required MessageAuthor Author { get; init; }

    /// <summary>
    /// The author is a stranger to the record, and the copies are to say so (<c>mail.reply.strangers</c>).
    /// </summary>
    public bool Stranger { get; init; }

    /// <summary>
    /// The field by which a trusted server marked the mail as spam; null without one, and where its alias accepts spam.
    /// </summary>
    public string? Spam { get; init; }

    /// <summary>Message-Id of every copy that is sent.</summary>
    public required string MessageId { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    /// <summary>Message-Id of the answered message.</summary>
    public string? InReplyTo { get; init; }

    /// <summary>Recipients of this message alone, who need not follow the thread.</summary>
    public IReadOnlyList<Follower> Named { get; init; } = [];

    /// <summary>Outsiders who got the mail directly, with their names.</summary>
    public IReadOnlyList<string> Outsiders { get; init; } = [];

    /// <summary>Addresses that are not notified, since the mail is known to have reached them.</summary>
    public IReadOnlyList<string> HaveIt { get; init; } = [];

    /// <summary>Warnings on the deliveries, by address.</summary>
    public IReadOnlyDictionary<string, string> Warnings { get; init; } = new Dictionary<string, string>();

    /// <summary>Mass mail, which has a queue of its own.</summary>
    public bool Bulk { get; init; }
}
