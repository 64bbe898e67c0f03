using System.Buffers;

namespace Postern.Core.Replies;

/// <summary>The verbs and first words of introductions in all languages.</summary>
internal static class AttributionWords
{
    // Chinese, Japanese, Korean and Thai do not separate words by spaces.
    private const char FirstOfThai = '\u0E00';
    private const char LastOfThai = '\u0E7F';
    private const char LastOfSpacedScripts = '\u3000';

    private static readonly string[] Verbs = ReplyLanguages.Folded(language => language.Verbs);

    private static readonly SearchValues<string> AnyVerb = SearchValues.Create(Verbs, StringComparison.Ordinal);

    private static readonly HashSet<string> Openings = new(
        ReplyLanguages.Folded(language => language.Openings),
        StringComparer.Ordinal
    );

    /// <summary>The last verb of a folded text as a range; an empty one at its end without any.</summary>
    public static Range LastVerb(string text)
    {
        var (start, last) = (text.Length, -1);
        if (!text.AsSpan().ContainsAny(AnyVerb))
            return text.Length..;
        foreach (var verb in Verbs)
        {
            var found = LastWhole(text, verb);
            var end = found + verb.Length;
            if (found < 0 || end < last || (end == last && found > start))
                continue;
            (start, last) = (found, end);
        }
        return last < 0 ? text.Length.. : start..last;
    }

    /// <summary>Whether a folded text begins with a preposition or weekday.</summary>
    public static bool HasOpening(ReadOnlySpan<char> text)
    {
        var lookup = Openings.GetAlternateLookup<ReadOnlySpan<char>>();
        var first = EndOfWord(text, 0);
        if (first == 0 || first >= text.Length)
            return false;
        return lookup.Contains(text[..first]) || lookup.Contains(text[..EndOfWord(text, first + 1)]);
    }

    private static int EndOfWord(ReadOnlySpan<char> text, int start)
    {
        var length = start < text.Length ? text[start..].IndexOfAny(' ', ',', '.') : 0;
        return length < 0 ? text.Length : Math.Min(start + length, text.Length);
    }

    // One step back is enough: a verb stands once in an introduction.
    private static int LastWhole(string text, string verb)
    {
        var found = text.LastIndexOf(verb, StringComparison.Ordinal);
        if (found < 0 || !IsSpaced(verb[0]) || IsWord(text, found, found + verb.Length))
            return found;
        return -1;
    }

    private static bool IsSpaced(char c) => c <= LastOfSpacedScripts && c is not (>= FirstOfThai and <= LastOfThai);

    private static bool IsWord(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]))
        && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(text[end - 1]));
}
