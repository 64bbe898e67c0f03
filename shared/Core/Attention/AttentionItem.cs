using Postern.Contracts;

namespace Postern.Core.Attention;

/// <summary>An item that needs a person's attention, kept until it is replayed or discarded.</summary>
public sealed record AttentionItem
{
    public required string Id { get; init; }

    public required AttentionKind Kind { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Why it is here, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The field that breaks the contract of a queue message.</summary>
    public string? Field { get; init; }

    /// <summary>The queue that the message came from and is returned to on a replay.</summary>
    public string? Queue { get; init; }

    /// <summary>The queue message, unchanged.</summary>
    public string? Message { get; init; }

    /// <summary>The program's own id of the message, when a program put it on the queue.</summary>
    public string? Post { get; init; }

    /// <summary>Journal id of the mail, when the item is about one.</summary>
    public string? Mail { get; init; }

    /// <summary>The thread of the delivery that failed.</summary>
    public ThreadKey? Thread { get; init; }

    /// <summary>Id of the delivery that failed.</summary>
    public string? Delivery { get; init; }

    /// <summary>Author of the message that did not arrive.</summary>
    public string? Author { get; init; }

    /// <summary>What a person can do about it, in words; null where the kind says it.</summary>
    public string? Advice { get; init; }
}

/// <summary>Why an item needs a person's attention.</summary>
public enum AttentionKind
{
    /// <summary>A queue message breaks its contract.</summary>
    Rejected,

    /// <summary>A queue message failed as often as it is tried.</summary>
    Failed,

    /// <summary>A reply comes from a stranger to its thread.</summary>
    Held,

    /// <summary>A mail names two threads.</summary>
    Parked,

    /// <summary>A mail is infected, or it is forged or spam and the alias quarantines such mail.</summary>
    Quarantined,

    /// <summary>A mail was routed although its sender is forged or a stranger to its thread.</summary>
    Flagged,

    /// <summary>A delivery failed or bounced. A replay sends it again, discarding dismisses it.</summary>
    Undelivered,

    /// <summary>
    /// A person wrote a mail that is on no thread: it was ignored, refused or taken for a bounce. A replay has it
    /// decided about again.
    /// </summary>
    UnreadPerson,

    /// <summary>
    /// A server has rejected the gateway's credentials for so long that mail which waits for it is given up within a
    /// day.
    /// </summary>
    Expiring,
}
