using Postern.Contracts;

namespace Postern.Core.Attention;

/// <summary>Something that wants a person: it is kept until it is replayed or discarded.</summary>
public sealed record AttentionItem
{
    public required string Id { get; init; }

    public required AttentionKind Kind { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>Why it is here, in words.</summary>
    public required string Reason { get; init; }

    /// <summary>The field that breaks a contract, when one does.</summary>
    public string? Field { get; init; }

    /// <summary>The queue that the message was taken from and would be put on again.</summary>
    public string? Queue { get; init; }

    /// <summary>The message as it was.</summary>
    public string? Message { get; init; }

    /// <summary>Journal id of the mail that it is about, when it is about one.</summary>
    public string? Mail { get; init; }

    /// <summary>The thread of the delivery that failed.</summary>
    public ThreadKey? Thread { get; init; }

    /// <summary>Id of the delivery that failed.</summary>
    public string? Delivery { get; init; }

    /// <summary>Who wrote the message that did not arrive.</summary>
    public string? Author { get; init; }
}

/// <summary>Why something wants a person.</summary>
public enum AttentionKind
{
    /// <summary>A queue message breaks its contract.</summary>
    Rejected,

    /// <summary>A queue message failed as often as it may.</summary>
    Failed,

    /// <summary>A reply comes from somebody who takes no part in its thread.</summary>
    Held,

    /// <summary>A mail names two threads.</summary>
    Parked,

    /// <summary>A mail's sender is forged, and the alias takes no such mail.</summary>
    Quarantined,

    /// <summary>A mail that was taken, but whose sender is forged or takes no part in its thread.</summary>
    Flagged,

    /// <summary>A message failed to reach one of its recipients, or bounced. Replaying tries it again, discarding dismisses it.</summary>
    Undelivered,
}
