namespace Postern.Core.Declarations;

/// <summary>What a file of the configuration may have at most, so that reading it ends soon.</summary>
internal sealed class DocumentLimits
{
    private const int Deepest = 32;
    private const int MostNodes = 500_000;
    private int _nodes;

    /// <summary>Counts one part.</summary>
    /// <param name="at">Where it begins.</param>
    /// <param name="depth">In how many others it is.</param>
    /// <exception cref="DocumentException">There are too many, or it is too deep.</exception>
    public void Count(DocumentPosition at, int depth)
    {
        if (depth > Deepest)
            throw new DocumentException(at, $"is nested more than {Deepest} deep");
        if (++_nodes > MostNodes)
            throw new DocumentException(at, $"has more than {MostNodes} parts");
    }
}
