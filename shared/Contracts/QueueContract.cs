namespace Postern.Contracts;

/// <summary>A message of one of the queues. What programs may write is described in <c>docs/contracts/</c>.</summary>
public abstract record QueueContract
{
    /// <summary>The version that this code reads and writes.</summary>
    public const int Version = 1;

    public int V { get; init; } = Version;

    /// <summary>The first field that breaks the contract, or null.</summary>
    public virtual ContractProblem? FindProblem() => null;
}

/// <summary>Which field of a message breaks its contract, and why.</summary>
public sealed record ContractProblem(string Field, string Reason);
