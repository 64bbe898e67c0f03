using Postern.Core.Html;
using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>Classifies every line of a body as new, quoted or signature, in a bounded number of passes.</summary>
internal static class ReplySplitter
{
    // Programs wrap lines from here on.
    private const int ShortestWrapped = 60;

    public static ReplyPart[] Split(IReadOnlyList<ReplyLine> source, ReadingBudget budget)
    {
        budget.TakePieces(source.Count);
        // An attribution is looked for in each line and in what up to five lines are together.
        budget.Take(20 * source.Sum(line => (long)line.Text.Length));
        var lines = new ReplyLines(source);
        var parts = new ReplyPart[lines.Count];
        var firstAttribution = MarkQuotes(lines, parts);
        KeepOwnQuotes(lines, parts, firstAttribution);
        MarkBrokenQuotes(lines, parts, firstAttribution);
        ReplySignature.Mark(lines, parts);
        MarkRules(lines, parts);
        return parts;
    }

    /// <summary>
    /// Marks quoted lines and their attributions. Returns the line of the first attribution, or the number of lines.
    /// </summary>
    private static int MarkQuotes(ReplyLines lines, ReplyPart[] parts)
    {
        var firstAttribution = lines.Count;
        for (var i = 0; i < lines.Count; i++)
        {
            var isQuoted = lines[i].IsQuoted;
            var length = isQuoted ? LengthOfQuoted(lines, i) : QuoteIntroductions.Length(lines, i);
            if (length == 0)
                continue;
            if (!isQuoted || lines[i].Mark == LineMark.Quote || IsIntroducedInside(lines, parts, i))
                firstAttribution = Math.Min(firstAttribution, i);
            if (length == QuoteIntroductions.ToEnd)
            {
                Array.Fill(parts, ReplyPart.Quoted, i, lines.Count - i);
                return firstAttribution;
            }
            Array.Fill(parts, ReplyPart.Quoted, i, length);
            i += length - 1;
        }
        return firstAttribution;
    }

    // GroupWise begins its introduction with quote marks; what it quotes may have none.
    private static int LengthOfQuoted(ReplyLines lines, int at)
    {
        var mayIntroduce = (at == 0 || !lines[at - 1].IsQuoted) && QuoteDivider.MayBeOfGroupWise(lines[at].Text);
        return mayIntroduce ? Math.Max(1, QuoteIntroductions.Length(lines, at)) : 1;
    }

    // Apple Mail puts the introduction into the quote.
    private static bool IsIntroducedInside(ReplyLines lines, ReplyPart[] parts, int at) =>
        (at == 0 || parts[at - 1] == ReplyPart.New) && ReplyAttribution.IsQuotedIntroduction(lines[at]);

    // A program that wraps quoted lines leaves the end of a long line without its mark, between two lines with marks.
    // An answer between them follows a short line or the end of a sentence.
    private static void MarkBrokenQuotes(ReplyLines lines, ReplyPart[] parts, int firstAttribution)
    {
        for (var i = firstAttribution + 1; i < lines.Count - 1; i++)
        {
            var between = lines[i - 1].Depth > 0 && lines[i + 1].Depth > 0;
            if (between && parts[i] == ReplyPart.New && !lines[i].IsBlank && IsBroken(lines[i - 1].Text))
                parts[i] = ReplyPart.Quoted;
        }
    }

    private static bool IsBroken(string above) =>
        IsLink(above.AsSpan(above.LastIndexOf(' ') + 1)) || IsUnfinished(above);

    private static bool IsLink(ReadOnlySpan<char> word) => word.Contains("://", StringComparison.Ordinal);

    private static bool IsUnfinished(string above) =>
        above.Length >= ShortestWrapped
        && above.AsSpan().TrimEnd() is not [.., '.' or '!' or '?' or ':' or '。' or '？'];

    // Quotes without an attribution are the author's own, unless they end the mail.
    private static void KeepOwnQuotes(ReplyLines lines, ReplyPart[] parts, int firstAttribution)
    {
        var end = firstAttribution < lines.Count ? firstAttribution : EndOfOwn(lines, parts);
        if (end > 0)
            Array.Fill(parts, ReplyPart.New, 0, end);
    }

    private static int EndOfOwn(ReplyLines lines, ReplyPart[] parts)
    {
        for (var i = ReplySignature.Begin(lines, parts) - 1; i >= 0; i--)
        {
            if (parts[i] == ReplyPart.New && !lines[i].IsBlank)
                return IsAnnounced(lines, i) ? lines.Count : i;
        }
        return -1;
    }

    // A program writes quote marks; an element that is bare of its attributes may be the author's, below a colon.
    private static bool IsAnnounced(ReplyLines lines, int above) =>
        lines[above].Text.AsSpan().TrimEnd() is [.., ':' or '：']
        && lines.IsQuoteNext(above + 1)
        && !lines[lines.NextText(above + 1)].Text.StartsWith('>');

    // A rule at the end of the new text belongs to the quote or signature below it.
    private static void MarkRules(ReplyLines lines, ReplyPart[] parts)
    {
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (parts[i] != ReplyPart.New || lines[i].IsBlank)
                continue;
            if (!QuoteDivider.IsRule(lines[i].Text))
                return;
            parts[i] = ReplyPart.Quoted;
        }
    }
}
