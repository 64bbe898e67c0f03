using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>Marks the signature of the new text.</summary>
internal static class ReplySignature
{
    // A signature below a bare "--" is short; in front of longer text, the dashes are a rule.
    private const int LongestSignature = 20;

    public static void Mark(ReplyLines lines, ReplyPart[] parts)
    {
        var begin = Begin(lines, parts);
        for (var i = 0; i < lines.Count; i++)
        {
            if (parts[i] == ReplyPart.New && (i >= begin || IsOneLine(lines[i])))
                parts[i] = ReplyPart.Signature;
        }
    }

    /// <summary>The line at which the signature begins, or the number of lines.</summary>
    public static int Begin(ReplyLines lines, ReplyPart[] parts)
    {
        var (linesBelow, bare, begin) = (0, 0, lines.Count);
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (parts[i] != ReplyPart.New)
                continue;
            var isBare = SignatureLine.IsBare(lines[i].Text);
            // Two bare delimiters are rules of the author's.
            if (isBare && ++bare == 2 && SignatureLine.IsBare(lines[Math.Min(begin, lines.Count - 1)].Text))
                begin = lines.Count;
            if (SignatureLine.IsStandard(lines[i].Text) || (isBare && bare == 1 && linesBelow <= LongestSignature))
                begin = i;
            if (!lines[i].IsBlank)
                linesBelow++;
        }
        return begin;
    }

    private static bool IsOneLine(ReplyLine line) => line.Mark == LineMark.Signature || DeviceLine.Is(line.Text);
}
