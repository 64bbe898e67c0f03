namespace Postern.Tests.Support.Fuzzing;

/// <summary>Something of the project that reads input from outside.</summary>
/// <param name="Name">Its name in what is printed.</param>
/// <param name="Seeds">What inputs are made from.</param>
/// <param name="Run">Reads one input, and throws where a rule for the result is broken.</param>
public sealed record FuzzTarget(string Name, FuzzSeeds Seeds, Action<byte[]> Run)
{
    /// <summary>How often it is chosen, compared with the others.</summary>
    public int Weight { get; init; } = 4;

    /// <summary>Names of the exceptions that its documentation promises for bad input.</summary>
    public IReadOnlyList<string> Documented { get; init; } = [];
}
