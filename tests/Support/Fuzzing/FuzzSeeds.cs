using System.Text;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Valid inputs of one kind, and the pieces that have a meaning in them.</summary>
/// <param name="Inputs">What is mutated.</param>
/// <param name="Tokens">What mutations insert.</param>
public sealed record FuzzSeeds(IReadOnlyList<byte[]> Inputs, IReadOnlyList<byte[]> Tokens)
{
    /// <summary>Seeds and tokens that are text.</summary>
    public static FuzzSeeds OfText(IEnumerable<string> inputs, IEnumerable<string> tokens) =>
        new([.. inputs.Select(Encoding.UTF8.GetBytes)], [.. tokens.Select(Encoding.UTF8.GetBytes)]);
}
