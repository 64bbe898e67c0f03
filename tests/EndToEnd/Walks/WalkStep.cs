namespace Postern.Tests.Walks;

/// <summary>A block of commands of a page, and what the page shows of its output.</summary>
/// <param name="Line">Where it begins in the page, from 1.</param>
/// <param name="Commands">What a reader pastes.</param>
/// <param name="Repeats">
/// Whether it only looks at what becomes of something: a reader repeats it until it shows what the page says.
/// </param>
/// <param name="Expected">The lines that the page shows; empty when it shows none.</param>
internal sealed record WalkStep(int Line, string Commands, bool Repeats, IReadOnlyList<string> Expected)
{
    /// <summary>How many requests it makes.</summary>
    public int Calls => Commands.Split('\n').Count(line => line.Contains("curl ", StringComparison.Ordinal));

    /// <summary>How many lines a reader pastes.</summary>
    public int Lines => Commands.Split('\n').Count(line => !string.IsNullOrWhiteSpace(line));

    /// <summary>Whether each line that the page shows is found in the output, in their order.</summary>
    public bool Matches(string output)
    {
        var from = 0;
        foreach (var line in Expected)
        {
            if (EndOf(line, output, from) is not { } end)
                return false;
            from = end;
        }
        return true;
    }

    // The parts between the dots stand one after the other; what is between them does not matter.
    private static int? EndOf(string line, string output, int from)
    {
        foreach (var part in line.Split('…', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            var found = output.IndexOf(part, from, StringComparison.Ordinal);
            if (found < 0)
                return null;
            from = found + part.Length;
        }
        return from;
    }
}
