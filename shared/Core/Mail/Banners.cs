namespace Postern.Core.Mail;

/// <summary>
/// Finds what gateways write before a text: that it came from outside, in a line or a paragraph, framed by rules or not.
/// </summary>
internal static class Banners
{
    private const int MostLines = 8;
    private const int LongestParagraph = 1200;
    private const int MostBanners = 3;

    /// <summary>Where the text after a banner begins; after each where there are several.</summary>
    public static IEnumerable<AddedText> EndsOf(string text)
    {
        var (start, isSure) = (AddedLines.SkipBlank(text, 0), true);
        for (var count = 0; count < MostBanners && start < text.Length; count++)
        {
            var found = Find(text, start).ToList();
            foreach (var end in found)
                yield return end with
                {
                    Sure = end.Sure && isSure,
                };
            if (found is not [.., var last])
                yield break;
            start = AddedLines.SkipBlank(text, last.At);
            isSure &= last.Sure;
        }
    }

    /// <summary>The ends of the banner at an index, shortest first: of its marker, its first line, its paragraph.</summary>
    private static IEnumerable<AddedText> Find(string text, int start)
    {
        start += LeadingSpace(text.AsSpan(start));
        if (SubjectMarks.MarkerLength(text.AsSpan(start)) is var marker and > 0)
            yield return new AddedText(start + marker, Sure: true);
        var isFramed = AddedLines.IsRule(text.AsSpan(start..AddedLines.EndOf(text, start)));
        if (isFramed)
            start = AddedLines.SkipBlank(text, AddedLines.EndOf(text, start));
        if (start >= text.Length)
            yield break;
        var line = AddedLines.EndOf(text, start);
        var paragraph = AddedLines.EndOfParagraph(text, start, MostLines);
        if (!isFramed && line < paragraph && Says(text, start, line) is { } ofLine)
            yield return ofLine;
        if (Says(text, start, paragraph) is { } ofParagraph)
            yield return ofParagraph with
            {
                At = AfterRule(text, paragraph),
            };
    }

    private static AddedText? Says(string text, int start, int end)
    {
        if (end - start > LongestParagraph)
            return null;
        var said = string.Join(' ', text[start..end].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        if (AddedPhrases.IsBanner(said))
            return new AddedText(end, Sure: true);
        return AddedPhrases.MayBeBanner(said) ? new AddedText(end, Sure: false) : null;
    }

    private static int AfterRule(string text, int at)
    {
        var next = AddedLines.SkipBlank(text, at);
        var end = next < text.Length ? AddedLines.EndOf(text, next) : next;
        return AddedLines.IsRule(text.AsSpan(next..end)) ? end : at;
    }

    private static int LeadingSpace(ReadOnlySpan<char> text) => text.Length - text.TrimStart().Length;
}
