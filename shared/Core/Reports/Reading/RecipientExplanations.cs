namespace Postern.Core.Reports.Reading;

/// <summary>Collects the texts of a notice that may state why a recipient's mail failed.</summary>
internal static class RecipientExplanations
{
    private const int LongestExplanation = 1500;

    /// <summary>
    /// For each mention: the paragraph that it begins, all other lines with the address (an SMTP transcript is separate
    /// from the list of recipients), the text up to the next mention, and for a single mention the whole notice.
    /// </summary>
    public static IReadOnlyList<NoticeRecipient> Collect(NoticeText notice, List<RecipientMention> mentions) =>
        mentions.ConvertAll(mention =>
        {
            List<string> explanations =
            [
                Paragraph(notice, mention, mentions),
                OtherLines(notice, mention),
                UpToNext(notice, mention, mentions),
            ];
            if (mentions.Count == 1)
                explanations.Add(notice.Text);
            return new NoticeRecipient(mention.Address, explanations);
        });

    private static string Paragraph(NoticeText notice, RecipientMention mention, List<RecipientMention> mentions)
    {
        var lines = Following(notice, mention, mentions).TakeWhile(line => line.Length > 0);
        return Join(lines.Prepend(mention.Context));
    }

    private static string OtherLines(NoticeText notice, RecipientMention mention) =>
        Join(
            notice.Lines.Where(
                (line, index) =>
                    index != mention.Line && line.Contains(mention.Address, StringComparison.OrdinalIgnoreCase)
            )
        );

    private static string UpToNext(NoticeText notice, RecipientMention mention, List<RecipientMention> mentions) =>
        Join(Following(notice, mention, mentions).Prepend(mention.Context));

    private static IEnumerable<string> Following(
        NoticeText notice,
        RecipientMention mention,
        List<RecipientMention> mentions
    )
    {
        var next = mentions
            .Where(other => other.Line > mention.Line)
            .Select(other => other.Line)
            .DefaultIfEmpty(notice.Lines.Count)
            .Min();
        return notice
            .Lines.Skip(mention.Line + 1)
            .Take(next - mention.Line - 1)
            .TakeWhile(line => !BeginsWithAnother(line, mention.Address));
    }

    private static bool BeginsWithAnother(string line, string address) =>
        RecipientPatterns.AddressAtStart(line.Trim()) is { } other && other != address;

    private static string Join(IEnumerable<string> lines)
    {
        var text = string.Join(' ', lines.Select(line => line.Trim()).Where(line => line.Length > 0));
        return text.Length > LongestExplanation ? text[..LongestExplanation] : text;
    }
}
