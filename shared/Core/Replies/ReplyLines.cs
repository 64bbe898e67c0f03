namespace Postern.Core.Replies;

/// <summary>The lines of a body, and for each line what follows below it.</summary>
internal sealed class ReplyLines
{
    private readonly IReadOnlyList<ReplyLine> lines;
    private readonly int[] next;

    public ReplyLines(IReadOnlyList<ReplyLine> lines)
    {
        this.lines = lines;
        next = new int[lines.Count + 1];
        next[lines.Count] = lines.Count;
        for (var i = lines.Count - 1; i >= 0; i--)
            next[i] = lines[i].IsBlank && !lines[i].IsQuoted ? next[i + 1] : i;
    }

    public int Count => lines.Count;

    public ReplyLine this[int line] => lines[line];

    /// <summary>The first line from here on that is not blank, or the number of lines.</summary>
    public int NextText(int line) => next[Math.Min(line, lines.Count)];

    /// <summary>Whether the next text is quoted.</summary>
    public bool IsQuoteNext(int line) => NextText(line) is var text && text < lines.Count && lines[text].IsQuoted;

    /// <summary>Whether the next text is quoted, or no text is left.</summary>
    public bool IsQuoteOrEndNext(int line) => NextText(line) == lines.Count || IsQuoteNext(line);
}
