using System.Buffers;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Finds the <see cref="NoticePhrases"/> in a subject or in the text of a notice. Null when there is none.
/// </summary>
internal static class NoticePhraseFinder
{
    private static readonly SearchValues<string> Failures = ValuesOf(NoticePhrases.Failures);
    private static readonly SearchValues<string> Delays = ValuesOf(NoticePhrases.Delays);
    private static readonly SearchValues<string> Successes = ValuesOf(NoticePhrases.Successes);

    public static string? FindFailure(string text) => Find(Failures, NoticePhrases.Failures, text);

    public static string? FindDelay(string text) => Find(Delays, NoticePhrases.Delays, text);

    public static string? FindFailureOrDelay(string text) => FindFailure(text) ?? FindDelay(text);

    public static string? FindSuccess(string text) => Find(Successes, NoticePhrases.Successes, text);

    private static string? Find(SearchValues<string> values, string[] phrases, string text)
    {
        var at = text.AsSpan().IndexOfAny(values);
        return at < 0
            ? null
            : Array.Find(phrases, phrase => text.AsSpan(at).StartsWith(phrase, StringComparison.OrdinalIgnoreCase));
    }

    private static SearchValues<string> ValuesOf(string[] phrases) =>
        SearchValues.Create(phrases, StringComparison.OrdinalIgnoreCase);
}
