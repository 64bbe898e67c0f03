namespace Postern.Contracts.Queues;

/// <summary>Base of the messages on the queues. Their JSON schemas are in <c>docs/contracts/</c>.</summary>
public abstract record QueueContract
{
    /// <summary>The contract version that this package describes.</summary>
    public const int Version = 1;

    /// <summary>The contract version of the message; default <see cref="Version"/>.</summary>
    public int V { get; init; } = Version;
}

/// <summary>A field of a message that violates its contract.</summary>
/// <param name="Field">Path of the field in JSON, for example <c>thread.id</c>.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record ContractProblem(string Field, string Reason);
