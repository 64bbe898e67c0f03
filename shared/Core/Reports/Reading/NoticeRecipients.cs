namespace Postern.Core.Reports.Reading;

/// <summary>A recipient that a notice names.</summary>
/// <param name="Address">Canonical address.</param>
/// <param name="Explanations">Texts that may state the reason, the nearest to the address first.</param>
internal sealed record NoticeRecipient(string Address, IReadOnlyList<string> Explanations);

/// <summary>Where a notice names a recipient.</summary>
/// <param name="Line">Index of the line.</param>
/// <param name="Address">Canonical address.</param>
/// <param name="Context">The part of the line that may state the reason.</param>
internal sealed record RecipientMention(int Line, string Address, string Context);

/// <summary>
/// Finds the recipients that a notice in plain text reports. The patterns are tried from the most to the least
/// reliable, and the first that matches decides for the whole notice.
/// </summary>
internal static class NoticeRecipients
{
    private const int MostRecipients = 100;

    private static readonly AddressPattern[] ReliablePatterns =
    [
        RecipientPatterns.Heading,
        RecipientPatterns.Transcript,
        RecipientPatterns.Sentence,
        RecipientPatterns.Field,
    ];

    private static readonly HashSet<string> NoAddresses = [];

    /// <param name="notice">The text.</param>
    /// <param name="failed">
    /// Addresses that a header field of the report lists as failed: if any, only these are returned.
    /// </param>
    /// <param name="own">Sender and recipients of the report itself, which it does not report.</param>
    public static IReadOnlyList<NoticeRecipient> Find(
        NoticeText notice,
        IReadOnlyList<string> failed,
        IReadOnlySet<string> own
    )
    {
        if (failed.Count == 0)
            return RecipientExplanations.Collect(notice, FindMentions(notice, own));
        var mentions = failed.Take(MostRecipients).Select(address => FirstMention(notice, address)).ToList();
        // The text is searched for each of them.
        var others = failed.Skip(MostRecipients).Select(address => new NoticeRecipient(address, []));
        return [.. RecipientExplanations.Collect(notice, mentions), .. others];
    }

    private static List<RecipientMention> FindMentions(NoticeText notice, IReadOnlySet<string> own)
    {
        foreach (var pattern in ReliablePatterns)
        {
            if (Mentions(notice, pattern, own) is { Count: > 0 } found)
                return found;
        }
        // Of several addresses anywhere in the text, it is unknown which one failed.
        if (Mentions(notice, RecipientPatterns.Anywhere, own) is [var only])
            return [only];
        // The sender may have written to their own address.
        return Mentions(notice, RecipientPatterns.Heading, NoAddresses);
    }

    private static List<RecipientMention> Mentions(
        NoticeText notice,
        AddressPattern pattern,
        IReadOnlySet<string> own
    ) =>
        Enumerable
            .Range(0, notice.Lines.Count)
            .SelectMany(line => MentionsOnLine(notice, line, pattern))
            .Where(mention => !own.Contains(mention.Address) && !IsMailerDaemon(mention.Address))
            .DistinctBy(mention => mention.Address)
            .Take(MostRecipients)
            .ToList();

    private static IEnumerable<RecipientMention> MentionsOnLine(NoticeText notice, int line, AddressPattern pattern)
    {
        var text = notice.Lines[line];
        if (!text.Contains('@', StringComparison.Ordinal) || FollowsSenderLabel(notice, line))
            return [];
        if (pattern(text.Trim()) is not { } match)
            return [];
        return ReportAddress.All(match.Text).Select(address => new RecipientMention(line, address, match.Context));
    }

    // "A message sent by" and "Sender:", with the address on the next line.
    private static bool FollowsSenderLabel(NoticeText notice, int line)
    {
        var previous = line - 1;
        while (previous >= 0 && notice.Lines[previous].Length == 0)
            previous--;
        return previous >= 0 && RecipientPatterns.EndsWithSenderLabel(notice.Lines[previous].Trim());
    }

    private static bool IsMailerDaemon(string address) =>
        address.StartsWith("mailer-daemon@", StringComparison.Ordinal);

    private static RecipientMention FirstMention(NoticeText notice, string address)
    {
        for (var line = 0; line < notice.Lines.Count; line++)
        {
            var text = notice.Lines[line];
            var at = text.IndexOf(address, StringComparison.OrdinalIgnoreCase);
            if (at >= 0)
                return new(line, address, text[(at + address.Length)..].Trim('>', '"', ':', ' ', '\''));
        }
        return new(0, address, "");
    }
}
