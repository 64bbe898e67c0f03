namespace Postern.Core.Reports.Reading;

/// <summary>
/// Finds the <see cref="NoticePhrases"/> in a subject or in the text of a notice. Null when there is none.
/// </summary>
internal static class NoticePhraseFinder
{
    public static string? FindFailure(string text) => Find(NoticePhrases.Failures, text);

    public static string? FindDelay(string text) => Find(NoticePhrases.Delays, text);

    public static string? FindFailureOrDelay(string text) => FindFailure(text) ?? FindDelay(text);

    public static string? FindSuccess(string text) => Find(NoticePhrases.Successes, text);

    /// <summary>Whether a subject begins like that of a reply or a forwarded mail.</summary>
    public static bool IsReply(string subject) =>
        Array.Exists(
            NoticePhrases.ReplyPrefixes,
            prefix => subject.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)
        );

    private static string? Find(string[] phrases, string text) =>
        Array.Find(phrases, phrase => text.Contains(phrase, StringComparison.OrdinalIgnoreCase));
}
