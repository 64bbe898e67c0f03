namespace Postern.Contracts.Queues;

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
