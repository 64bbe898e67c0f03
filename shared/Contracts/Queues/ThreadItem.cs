namespace Postern.Contracts.Queues;

/// <summary>The record that a program posts on.</summary>
public sealed record ThreadItem
{
    public required string Model { get; init; }

    /// <summary>The record's id in the application.</summary>
    public required string Id { get; init; }

    /// <summary>Whether the thread is made when there is none; else posting on no thread is an error.</summary>
    public bool Create { get; init; }
}
