namespace Postern.Tests.Support.Fuzzing;

/// <summary>A rule for the result of a reading.</summary>
internal static class Invariant
{
    /// <exception cref="BrokenInvariantException">The rule does not hold.</exception>
    public static void Holds(bool condition, string rule)
    {
        if (!condition)
            throw new BrokenInvariantException(rule);
    }
}

/// <summary>A result breaks a rule.</summary>
internal sealed class BrokenInvariantException(string rule) : Exception(rule);
