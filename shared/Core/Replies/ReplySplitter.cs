using Postern.Core.Html;
using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>Classifies every line of a body as new, quoted or signature, in a bounded number of passes.</summary>
internal static class ReplySplitter
{
    // A signature below a bare "--" is short; in front of longer text, the dashes are a rule.
    private const int LongestSignature = 20;

    public static ReplyPart[] Split(IReadOnlyList<ReplyLine> lines, ReadingBudget budget)
    {
        budget.TakePieces(lines.Count);
        // An attribution is looked for in each line and in what up to five lines are together.
        budget.Take(10 * lines.Sum(line => (long)line.Text.Length));
        var parts = new ReplyPart[lines.Count];
        var firstAttribution = MarkQuotes(lines, parts);
        KeepOwnQuotes(lines, parts, firstAttribution);
        MarkBrokenQuotes(lines, parts, firstAttribution);
        MarkSignature(lines, parts);
        MarkRules(lines, parts);
        return parts;
    }

    /// <summary>
    /// Marks quoted lines and their attributions. Returns the line of the first attribution, or the number of lines.
    /// </summary>
    private static int MarkQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        var firstAttribution = lines.Count;
        for (var i = 0; i < lines.Count; i++)
        {
            var isQuoted = lines[i].IsQuoted;
            var length = isQuoted ? 1 : ReplyAttribution.Length(lines, i);
            var isAttribution = length > 0 && !isQuoted;
            if (isAttribution || lines[i].Mark == LineMark.Quote)
                firstAttribution = Math.Min(firstAttribution, i);
            if (length == 0 && !BeginsQuoteToEnd(lines, i))
                continue;
            if (!isQuoted && !(isAttribution && IsFollowedByQuote(lines, i + length)))
            {
                Array.Fill(parts, ReplyPart.Quoted, i, lines.Count - i);
                return Math.Min(firstAttribution, i);
            }
            Array.Fill(parts, ReplyPart.Quoted, i, length);
            i += length - 1;
        }
        return firstAttribution;
    }

    private static bool BeginsQuoteToEnd(IReadOnlyList<ReplyLine> lines, int at)
    {
        var mark = lines[at].Mark;
        if (mark == LineMark.QuoteToEnd)
            return true;
        if (mark == LineMark.DividerBeforeHeader && (at == 0 || lines[at - 1].Mark != mark))
            return QuotedHeader.BeginsAfterDivider(lines, at);
        return QuotedHeader.Begins(lines, at)
            || QuoteDivider.IsDivider(lines[at].Text)
            || SignatureLine.IsDevice(lines[at].Text);
    }

    private static bool IsFollowedByQuote(IReadOnlyList<ReplyLine> lines, int from)
    {
        for (var i = from; i < lines.Count; i++)
        {
            if (lines[i].IsQuoted)
                return true;
            if (!lines[i].IsBlank)
                return false;
        }
        return true;
    }

    // A program that wraps quoted lines leaves the end of a line without its mark, between two lines with marks.
    private static void MarkBrokenQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts, int firstAttribution)
    {
        for (var i = firstAttribution + 1; i < lines.Count - 1; i++)
        {
            var between = lines[i - 1].Depth > 0 && lines[i + 1].Depth > 0;
            if (between && parts[i] == ReplyPart.New && !lines[i].IsBlank)
                parts[i] = ReplyPart.Quoted;
        }
    }

    // Quotes without an attribution are the author's own, unless they end the mail.
    private static void KeepOwnQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts, int firstAttribution)
    {
        var end = firstAttribution < lines.Count ? firstAttribution : LastNew(lines, parts);
        if (end > 0)
            Array.Fill(parts, ReplyPart.New, 0, end);
    }

    private static int LastNew(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        var end = FirstDelimiter(lines, parts);
        for (var i = end - 1; i >= 0; i--)
        {
            if (parts[i] == ReplyPart.New && !lines[i].IsBlank)
                return i;
        }
        return -1;
    }

    private static void MarkSignature(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        for (var i = 0; i < lines.Count; i++)
        {
            if (parts[i] == ReplyPart.New && lines[i].Mark == LineMark.Signature)
                parts[i] = ReplyPart.Signature;
            if (parts[i] == ReplyPart.Quoted && SignatureLine.IsDevice(lines[i].Text))
                parts[i] = ReplyPart.Signature;
        }
        for (var i = FirstDelimiter(lines, parts); i < lines.Count; i++)
        {
            if (parts[i] == ReplyPart.New)
                parts[i] = ReplyPart.Signature;
        }
    }

    /// <summary>The line at which the signature begins, or the number of lines.</summary>
    private static int FirstDelimiter(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        var linesBelow = 0;
        var first = lines.Count;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (parts[i] != ReplyPart.New)
                continue;
            var isStandard = lines[i].Text == "-- ";
            if (SignatureLine.IsDelimiter(lines[i].Text) && (isStandard || linesBelow <= LongestSignature))
                first = i;
            if (!lines[i].IsBlank)
                linesBelow++;
        }
        return first;
    }

    // A rule at the end of the new text belongs to the quote or signature below it.
    private static void MarkRules(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
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
