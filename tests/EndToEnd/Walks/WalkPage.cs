using Postern.Tests.Support;

namespace Postern.Tests.Walks;

/// <summary>
/// Reads the steps of a Markdown page: fenced blocks <c>sh run</c>, and <c>sh look</c> for those that are repeated
/// until they show what the page says. A fenced block <c>text</c> that follows is the output; <c>…</c> stands for anything.
/// </summary>
internal static class WalkPage
{
    private const string Fence = "```";

    public static IReadOnlyList<WalkStep> Read(string page) =>
        Parse(File.ReadAllLines(Path.Combine(Repository.Root, page)));

    public static IReadOnlyList<WalkStep> Parse(string[] lines)
    {
        var steps = new List<WalkStep>();
        for (var at = 0; at < lines.Length; at++)
        {
            if (!lines[at].StartsWith(Fence, StringComparison.Ordinal))
                continue;
            var (kind, start) = (lines[at][Fence.Length..].Trim(), at + 1);
            at = Array.IndexOf(lines, Fence, start);
            Add(steps, kind, start, lines[start..at]);
        }
        return steps;
    }

    private static void Add(List<WalkStep> steps, string kind, int line, string[] block)
    {
        if (kind is "sh run" or "sh look")
            steps.Add(new WalkStep(line, string.Join('\n', block), kind == "sh look", []));
        // What is shown of other blocks, such as of the start, belongs to no step.
        else if (kind == "text" && steps is [.., { Expected.Count: 0 } last])
            steps[^1] = last with { Expected = block };
    }
}
