namespace Postern.Core.Replies;

/// <summary>
/// Recognises the header of Lotus Notes: author and date on lines of their own, then the names of fields without
/// colons, each above its value.
/// </summary>
internal static class LotusHeader
{
    private const int LongestLine = 120;
    private const int MostBeforeTo = 10;
    private const int MostToSubject = 14;

    /// <summary>Whether such a header begins at this line.</summary>
    public static bool Begins(ReplyLines lines, int at)
    {
        if (lines[at].Text.Length is < 3 or > LongestLine || !IsAuthor(lines[at].Text))
            return false;
        var to = Find(lines, at + 1, at + MostBeforeTo, QuotedField.To);
        if (to < 0 || !HasDate(lines, at, to))
            return false;
        var cc = Find(lines, to + 1, to + MostToSubject, QuotedField.Cc);
        var subject = Find(lines, to + 1, to + MostToSubject, QuotedField.Subject);
        return cc > 0 && subject > 0;
    }

    // "Anna Agent/MYCOMPANY@MYCOMPANY", "Anna Agent <anna@mycompany.example>"
    private static bool IsAuthor(string text) =>
        text.Contains('@', StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal);

    private static bool HasDate(ReplyLines lines, int start, int end)
    {
        for (var i = start; i < end; i++)
        {
            if (lines[i].Text.Length <= LongestLine && IntroductionEvidence.Of(FoldedText.Of(lines[i].Text)).Date)
                return true;
        }
        return false;
    }

    private static int Find(ReplyLines lines, int start, int end, QuotedField field)
    {
        for (var i = start; i < Math.Min(end, lines.Count); i++)
        {
            if (QuotedFields.OfName(lines[i].Text.AsSpan().TrimEnd(": \t")) == field)
                return i;
        }
        return -1;
    }
}
