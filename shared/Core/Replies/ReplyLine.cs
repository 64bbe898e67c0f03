using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>The part of a reply that a line belongs to.</summary>
internal enum ReplyPart
{
    New,
    Quoted,
    Signature,
}

/// <summary>
/// A line of a body before it is classified: its text, its quote depth, and the mark of its HTML elements.
/// </summary>
internal readonly record struct ReplyLine(string Text, int Depth, LineMark Mark)
{
    public bool IsBlank => Text.AsSpan().TrimStart(" \t>").IsWhiteSpace();

    public bool IsQuoted => Depth > 0 || Mark == LineMark.Quote;

    /// <summary>A line of plain text; every leading <c>&gt;</c> is one level of quoting.</summary>
    public static ReplyLine OfText(string text)
    {
        var depth = 0;
        foreach (var c in text)
        {
            if (c == '>')
                depth++;
            else if (c != ' ' || depth == 0)
                break;
        }
        return new ReplyLine(text, depth, LineMark.None);
    }
}
