using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>
/// What stands above a quote: an attribution, the header of the quoted mail, or a divider. Above a quote with marks it
/// is only itself; above one without, everything below it is quoted.
/// </summary>
internal static class QuoteIntroductions
{
    /// <summary>The length of an introduction after which everything is quoted.</summary>
    public const int ToEnd = int.MaxValue;

    /// <summary>Number of lines of the introduction that begins at this line; 0 when none does.</summary>
    public static int Length(ReplyLines lines, int at)
    {
        var mark = lines[at].Mark;
        if (mark == LineMark.QuoteToEnd)
            return ToEnd;
        if (mark == LineMark.DividerBeforeHeader && (at == 0 || lines[at - 1].Mark != mark))
            return QuotedHeader.BeginsAfterDivider(lines, at) ? ToEnd : 0;
        var length = LengthOfText(lines, at);
        if (length == 0 || (length < lines.Count && lines.IsQuoteOrEndNext(at + length)))
            return length;
        return ToEnd;
    }

    private static int LengthOfText(ReplyLines lines, int at)
    {
        if (lines[at].IsBlank)
            return 0;
        var text = lines[at].Text;
        if (ReplyAttribution.Length(lines, at) is > 0 and var attribution)
            return attribution;
        if (QuotedHeader.Length(lines, at) is > 0 and var header)
            return header;
        if (QuoteDivider.IsOfGroupWise(text))
            return 1;
        if (QuoteDivider.IsDivider(text) || (QuoteDivider.MayDivide(text) && IsAboveMail(lines, at + 1)))
            return LengthWithHeader(lines, at);
        return LotusHeader.Begins(lines, at) ? ToEnd : 0;
    }

    private static int LengthWithHeader(ReplyLines lines, int divider)
    {
        var below = lines.NextText(divider + 1);
        var header = below < lines.Count ? QuotedHeader.Length(lines, below) : 0;
        return header > 0 ? below + header - divider : 1;
    }

    private static bool IsAboveMail(ReplyLines lines, int below) =>
        lines.IsQuoteNext(below) || QuotedHeader.BeginsAfterDivider(lines, below);
}
