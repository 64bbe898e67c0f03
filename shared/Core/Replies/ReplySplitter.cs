using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>Says of every line of a body whether it is new, quoted or signature. Each line is looked at a bounded number of times.</summary>
internal static class ReplySplitter
{
    // A signature below a bare "--" is short; what goes on longer is text that used it as a rule.
    private const int LongestSignature = 20;

    public static ReplyPart[] Split(IReadOnlyList<ReplyLine> lines)
    {
        var parts = new ReplyPart[lines.Count];
        var introduction = MarkQuotes(lines, parts);
        KeepOwnQuotes(lines, parts, introduction);
        MarkBrokenQuotes(lines, parts, introduction);
        MarkSignature(lines, parts);
        MarkRules(lines, parts);
        return parts;
    }

    /// <summary>Marks quoted lines and what introduces them. Returns where the first introduction is, or the number of lines.</summary>
    private static int MarkQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        var introduction = lines.Count;
        for (var i = 0; i < lines.Count; i++)
        {
            var length = lines[i].IsQuoted ? 1 : ReplyAttribution.Length(lines, i);
            if (lines[i].Mark == LineMark.Quote || (length > 0 && !lines[i].IsQuoted))
                introduction = Math.Min(introduction, i);
            if (length == 0 && !BeginsRest(lines, i))
                continue;
            if (lines[i].IsQuoted || (length > 0 && FollowedByQuote(lines, i + length)))
            {
                Array.Fill(parts, ReplyPart.Quoted, i, length);
                i += length - 1;
                continue;
            }
            Array.Fill(parts, ReplyPart.Quoted, i, lines.Count - i);
            return Math.Min(introduction, i);
        }
        return introduction;
    }

    private static bool BeginsRest(IReadOnlyList<ReplyLine> lines, int at) =>
        lines[at].Mark switch
        {
            LineMark.Rest => true,
            LineMark.RestBeforeHeader when at == 0 || lines[at - 1].Mark != LineMark.RestBeforeHeader =>
                QuotedHeader.BeginsNear(lines, at),
            _ => QuotedHeader.Begins(lines, at)
                || QuoteDivider.IsDivider(lines[at].Text)
                || SignatureLine.IsDevice(lines[at].Text),
        };

    private static bool FollowedByQuote(IReadOnlyList<ReplyLine> lines, int from)
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

    // A program that wraps quoted lines leaves the end of one without its mark: one line between two that are quoted, none blank.
    private static void MarkBrokenQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts, int introduction)
    {
        for (var i = introduction + 1; i < lines.Count - 1; i++)
        {
            var between = lines[i - 1].Depth > 0 && lines[i + 1].Depth > 0;
            if (between && parts[i] == ReplyPart.New && !lines[i].IsBlank)
                parts[i] = ReplyPart.Quoted;
        }
    }

    // Quotes that nothing introduces are the author's own, unless they end the mail.
    private static void KeepOwnQuotes(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts, int introduction)
    {
        var end = introduction < lines.Count ? introduction : LastNew(lines, parts);
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

    /// <summary>The line from which on new text is signature, or the number of lines.</summary>
    private static int FirstDelimiter(IReadOnlyList<ReplyLine> lines, ReplyPart[] parts)
    {
        var below = 0;
        var first = lines.Count;
        for (var i = lines.Count - 1; i >= 0; i--)
        {
            if (parts[i] != ReplyPart.New)
                continue;
            if (SignatureLine.IsDelimiter(lines[i].Text) && (below <= LongestSignature || lines[i].Text == "-- "))
                first = i;
            if (!lines[i].IsBlank)
                below++;
        }
        return first;
    }

    // A rule that ends the new text belongs to what followed it.
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
