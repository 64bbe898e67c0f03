using Postern.Contracts.Queues;

namespace Postern.Client;

/// <summary>A message was not put on its queue, since the gateway would reject it.</summary>
public sealed class InvalidMessageException : Exception
{
    internal InvalidMessageException(ContractProblem problem)
        : base(problem.Field.Length == 0 ? problem.Reason : $"{problem.Field}: {problem.Reason}") => Problem = problem;

    /// <summary>The field and what is wrong with it.</summary>
    public ContractProblem Problem { get; }
}
