using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>The id that a program gives its message.</summary>
public static class ProgramId
{
    private const int Longest = 200;

    /// <summary>Whether a text can be one: 1 to 200 characters of any kind.</summary>
    public static bool IsValid(string? id) => id is { Length: > 0 and <= Longest };

    internal static ContractProblem? FindProblem(string id) =>
        IsValid(id) ? null : new("id", $"must have 1 to {Longest} characters");
}
