using System.Buffers;
using System.Text.RegularExpressions;

namespace Postern.Core.Replies;

/// <summary>
/// Decides whether a text is an attribution: an opening, a date, a sender and a verb, of which many combinations occur.
/// </summary>
internal static partial class AttributionText
{
    // Chinese, Japanese and Korean do not separate words by spaces.
    private const char LastOfSpacedScripts = '\u3000';

    private static readonly SearchValues<string> AnyVerb = SearchValues.Create(
        AttributionPhrases.Verbs,
        StringComparison.OrdinalIgnoreCase
    );

    public static bool IsComplete(string text)
    {
        var line = text.Trim(' ', '\t', '-', '*', '_').TrimStart('>', ' ');
        if (StartsWithDate().IsMatch(line) && (GmtDate().IsMatch(line) || EndsWithAddress().IsMatch(line)))
            return true;
        var verbEnd = VerbEnd(line);
        if (verbEnd < 0)
            return false;
        var afterVerb = line.AsSpan(verbEnd).Trim(" \t:：");
        var endsWithColon = line[^1] is ':' or '：';
        if (!afterVerb.IsEmpty)
            return endsWithColon && IsDateOrSender(afterVerb);
        return IsBetweenDashes(text) || (HasEvidence(line) && (endsWithColon || HasOpening(line)));
    }

    /// <summary>
    /// Whether more lines of an attribution may follow: the text has an address and a verb, or a date after an opening.
    /// The end of a sentence does not continue.
    /// </summary>
    public static bool MayBeWrapped(string first)
    {
        if (VerbEnd(first) >= 0 && first.Contains('@', StringComparison.Ordinal))
            return true;
        return first[^1] is not ('!' or '?' or '.')
            && Date().IsMatch(first)
            && (StartsWithDate().IsMatch(first) || HasOpening(first));
    }

    private static bool IsBetweenDashes(string text) =>
        text.StartsWith("--", StringComparison.Ordinal) && text.EndsWith("--", StringComparison.Ordinal);

    private static bool IsDateOrSender(ReadOnlySpan<char> afterVerb) =>
        HasEvidence(afterVerb.ToString()) || afterVerb.StartsWith("het volgende", StringComparison.OrdinalIgnoreCase);

    private static bool HasEvidence(string text) =>
        text.Contains('@', StringComparison.Ordinal)
        || Time().IsMatch(text)
        || (Date().IsMatch(text) && (HasOpening(text) || StartsWithDate().IsMatch(text)));

    private static bool HasOpening(string text)
    {
        foreach (var opening in AttributionPhrases.Openings)
        {
            if (!text.StartsWith(opening, StringComparison.OrdinalIgnoreCase) || text.Length == opening.Length)
                continue;
            if (text[opening.Length] is ' ' or ',' or '.')
                return true;
        }
        return false;
    }

    /// <summary>The position after the last verb that is a whole word, or -1.</summary>
    private static int VerbEnd(string text)
    {
        var last = -1;
        if (!text.AsSpan().ContainsAny(AnyVerb))
            return last;
        foreach (var verb in AttributionPhrases.Verbs)
        {
            var start = text.LastIndexOf(verb, StringComparison.OrdinalIgnoreCase);
            var end = start + verb.Length;
            if (start < 0 || end <= last)
                continue;
            if (verb[0] > LastOfSpacedScripts || IsWord(text, start, end))
                last = end;
        }
        return last;
    }

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]))
        && (end == text.Length || !char.IsLetterOrDigit(text[end]));

    private const RegexOptions Linear =
        RegexOptions.IgnoreCase | RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(
        """\b(\d{4}|\d{1,2}[./\-]\d{1,2}([./\-]\d{2,4})?|\d{1,2}\.? \p{L}{3,}|\p{L}{3,}\.? \d{1,2}\b)""",
        Linear
    )]
    private static partial Regex Date();

    [GeneratedRegex("""\b\d{1,2}[:.h]\d{2}\b""", Linear)]
    private static partial Regex Time();

    [GeneratedRegex(
        """
            ^(\p{L}{1,3}[.,]{0,2}\s)?
            (
              \d{4}[./\-]\d{1,2}[./\-]\d{1,2}
            | \d{1,2}[./\-]\d{1,2}[./\-]\d{2,4}
            | \d{1,2}\.?\s\p{L}{3,}\.?\s\d{4}
            | \d{4}[年년]\s?\d{1,2}[月월]
            )
            """,
        Linear | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex StartsWithDate();

    [GeneratedRegex("""^\d{4}-\d\d-\d\d \d{1,2}:\d\d (GMT|UTC)""", Linear)]
    private static partial Regex GmtDate();

    [GeneratedRegex("""<[^<>@]{1,80}@[^<>]{1,120}>\s*:?$""", Linear)]
    private static partial Regex EndsWithAddress();
}
