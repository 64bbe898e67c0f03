namespace Postern.Core.Mail;

/// <summary>
/// Finds what mailing lists and gateways write after a text, below a rule or a blank line: how to leave the list, that
/// the mail is confidential.
/// </summary>
internal static class Footers
{
    private const int MostLines = 60;
    private const int LongestFooter = 6000;
    private const int MostPlaces = 8;

    /// <summary>Where a footer may begin, the last first.</summary>
    /// <param name="text">The text.</param>
    /// <param name="fromList">Whether a mailing list distributed the mail.</param>
    public static IEnumerable<AddedText> StartsOf(string text, bool fromList)
    {
        var (end, places, rules) = (text.AsSpan().TrimEnd().Length, 0, 0);
        for (var lines = 0; lines < MostLines && places < MostPlaces && end > 0; lines++)
        {
            var start = text.LastIndexOf('\n', end - 1) + 1;
            if (start == 0 || text.Length - start > LongestFooter)
                yield break;
            var line = text.AsSpan(start..end);
            var isRule = AddedLines.IsRule(line);
            var isPlace = isRule || line.IsWhiteSpace();
            if (isPlace)
                places++;
            if (isRule)
                rules++;
            if (isPlace && Judge(text, start, fromList, isLastRule: isRule && rules == 1) is { } found)
                yield return found;
            end = start - 1;
        }
    }

    private static AddedText? Judge(string text, int at, bool fromList, bool isLastRule)
    {
        var first = AddedLines.SkipBlank(text, at);
        if (first < text.Length && AddedLines.IsRule(text.AsSpan(first..AddedLines.EndOf(text, first))))
            first = AddedLines.SkipBlank(text, AddedLines.EndOf(text, first));
        if (first >= text.Length)
            return new AddedText(at, Sure: true);
        var end = AddedLines.EndOfParagraph(text, first, MostLines);
        var said = string.Join(' ', text[first..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (AddedPhrases.IsFooter(said) || (fromList && isLastRule && AddedPhrases.NamesList(text.AsSpan(first))))
            return new AddedText(at, Sure: true);
        return fromList || AddedPhrases.MayBeFooter(said) ? new AddedText(at, Sure: false) : null;
    }
}
