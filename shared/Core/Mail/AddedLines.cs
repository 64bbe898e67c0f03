namespace Postern.Core.Mail;

/// <summary>The lines of a text at which what was added to it may begin or end.</summary>
internal static class AddedLines
{
    private const int ShortestRule = 5;
    private const string RuleCharacters = "_-=*#~+─—";

    /// <summary>Whether a line separates: a row of one character, or the delimiter of signatures (RFC 3676 §4.3).</summary>
    public static bool IsRule(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line is "--" or "—")
            return true;
        return line.Length >= ShortestRule
            && RuleCharacters.Contains(line[0], StringComparison.Ordinal)
            && line.IndexOfAnyExcept(line[0]) < 0;
    }

    /// <summary>Index after the line that begins at an index.</summary>
    public static int EndOf(string text, int start) =>
        text.IndexOf('\n', start) is var end and >= 0 ? end + 1 : text.Length;

    /// <summary>Index after the blank lines that begin at an index.</summary>
    public static int SkipBlank(string text, int start)
    {
        for (var at = start; at < text.Length; at++)
        {
            if (text[at] == '\n')
                start = at + 1;
            else if (!char.IsWhiteSpace(text[at]))
                return start;
        }
        return text.Length;
    }

    /// <summary>Index after the paragraph that begins at an index: before a blank line or a rule.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Index of its first line.</param>
    /// <param name="most">The lines that are looked at.</param>
    public static int EndOfParagraph(string text, int start, int most)
    {
        var end = EndOf(text, start);
        for (var count = 1; count < most && end < text.Length; count++)
        {
            var next = EndOf(text, end);
            var line = text.AsSpan(end..next);
            if (line.IsWhiteSpace() || IsRule(line))
                return end;
            end = next;
        }
        return end;
    }
}
