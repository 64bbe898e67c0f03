namespace Postern.Contracts.Queues;

/// <summary>A message of one of the queues. What programs may write is described in <c>docs/contracts/</c>.</summary>
public abstract record QueueContract
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Version = 1;

    public int V { get; init; } = Version;
}

/// <summary>Which field of a message breaks its contract, and why.</summary>
public sealed record ContractProblem(string Field, string Reason);
