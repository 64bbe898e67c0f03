using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>What a line of a reply is.</summary>
internal enum ReplyPart
{
    New,
    Quoted,
    Signature,
}

/// <summary>A line of a body with what is known of it before its meaning: how deep it is quoted, and what HTML says.</summary>
internal readonly record struct ReplyLine(string Text, int Depth, LineMark Mark)
{
    public bool IsBlank => Content.IsWhiteSpace();

    public bool IsQuoted => Depth > 0 || Mark == LineMark.Quote;

    private ReadOnlySpan<char> Content => Text.AsSpan().TrimStart(" \t>");

    /// <summary>A line of plain text; every <c>&gt;</c> before it is one level of quoting.</summary>
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
