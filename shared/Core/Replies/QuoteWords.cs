using System.Globalization;
using System.Text;
using Postern.Core.Html;

namespace Postern.Core.Replies;

/// <summary>
/// A line as its words, which survive quoting: not its marks, wrapping, white space, punctuation, case, accents or
/// invisible characters, which mail programs and servers write anew, and not its links, which scanners rewrite.
/// </summary>
internal sealed class QuoteWords
{
    /// <summary>Letters of a short word and the space after it: how many words a text may have, for its memory.</summary>
    public const int LettersOfWord = 4;

    private static readonly string[] InnerLinks = ["%253a%252f%252f", "%3a%2f%2f", "-3a__", "domain=", "://"];

    private readonly List<Range> places;
    private List<string>? hosts;
    private string[]? words;

    private QuoteWords(string text) => (Text, places) = (text, new List<Range>(text.Length / LettersOfWord));

    /// <summary>The line in lower case, without accents and invisible characters, its digits in ASCII.</summary>
    public string Text { get; }

    /// <summary>Its words. Each letter of a script without spaces is one.</summary>
    public IReadOnlyList<string> Words => words ??= [.. places.Select(place => Text[place])];

    /// <summary>Where they stand in <see cref="Text"/>: most are only compared, for which none need be copied.</summary>
    public IReadOnlyList<Range> Places => places;

    /// <summary>The hosts to which its links lead, behind the scanners that rewrote them.</summary>
    public IReadOnlyList<string> Hosts => hosts ?? [];

    /// <summary>Whether a link or marker in it is a signed one of ours.</summary>
    public bool IsOurs { get; private init; }

    public static QuoteWords Of(string line)
    {
        var result = new QuoteWords(Folded(line)) { IsOurs = OwnTraces.AreIn(line) };
        var at = SkipListMark(result.Text);
        while (at < result.Text.Length)
            at = result.Read(at);
        return result;
    }

    /// <summary>Reads the word or link that begins here. Returns where the next may begin.</summary>
    private int Read(int at)
    {
        var first = Text[at];
        if (IsAlone(first) || IsPictograph(at))
        {
            var length = char.IsSurrogatePair(Text, at) ? 2 : 1;
            places.Add(at..(at + length));
            return at + length;
        }
        if (!char.IsLetterOrDigit(first))
            return at + 1;
        var end = at + 1;
        while (end < Text.Length && IsOfWord(Text[end]))
            end++;
        if (IsLink(at, end))
            return SkipLink(at);
        places.Add(at..end);
        return end;
    }

    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || (char.IsLetterOrDigit(c) && !IsAlone(c));

    private static bool IsPictograph(string text, int at) =>
        CharUnicodeInfo.GetUnicodeCategory(text, at) == UnicodeCategory.OtherSymbol && text[at] >= '\u2600';

    private bool IsPictograph(int at) =>
        Text[at] >= '\u2600'
        && (!char.IsSurrogate(Text[at]) || char.IsSurrogatePair(Text, at))
        && IsPictograph(Text, at);

    private bool IsLink(int start, int end)
    {
        var rest = Text.AsSpan(end);
        return rest.StartsWith("://", StringComparison.Ordinal)
            || (Text.AsSpan(start, end - start) is "www" && rest.StartsWith(".", StringComparison.Ordinal))
            || (Text.AsSpan(start, end - start) is "mailto" && rest.StartsWith(":", StringComparison.Ordinal));
    }

    private int SkipLink(int start)
    {
        var length = Text.AsSpan(start).IndexOfAny(" \t<>\"");
        var link = length < 0 ? Text.AsSpan(start) : Text.AsSpan(start, length);
        if (!link.StartsWith("mailto", StringComparison.Ordinal))
            (hosts ??= []).Add(HostOf(link));
        return start + link.Length;
    }

    // safelinks, urldefense, linkprotect and the like carry the first address in theirs.
    private static string HostOf(ReadOnlySpan<char> link)
    {
        var start = 0;
        foreach (var inner in InnerLinks)
        {
            if (link.LastIndexOf(inner) is var at and >= 0)
            {
                start = at + inner.Length;
                break;
            }
        }
        var host = link[start..];
        var end = 0;
        while (end < host.Length && (char.IsLetterOrDigit(host[end]) || host[end] is '.' or '-'))
            end++;
        return host[..end].TrimEnd('.').ToString();
    }

    // The mark of a list is shown by some programs only.
    private static int SkipListMark(string text)
    {
        var start = text.AsSpan().IndexOfAnyExcept(" \t>|");
        if (start < 0)
            return text.Length;
        var end = start;
        while (end < text.Length && end < start + 3 && char.IsAsciiDigit(text[end]))
            end++;
        var isMark = end > start && end + 1 < text.Length && text[end] is '.' or ')' && text[end + 1] == ' ';
        return isMark ? end + 1 : start;
    }

    // Chinese, Japanese, Thai, Lao, Burmese and Khmer have no spaces, so that a line ends anywhere.
    private static bool IsAlone(char c) =>
        c >= '\u0E00'
        && c
            is (>= '\u0E00' and <= '\u0EFF')
                or (>= '\u1000' and <= '\u109F')
                or (>= '\u1780' and <= '\u17FF')
                or (>= '\u3040' and <= '\u30FF')
                or (>= '\u3400' and <= '\u9FFF')
                or (>= '\uF900' and <= '\uFAFF')
        && char.IsLetter(c);

    private static string Folded(string line)
    {
        if (Ascii.IsValid(line))
            return line.ToLowerInvariant();
        var folded = new StringBuilder(line.Length);
        foreach (var rune in Decomposed(line).EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.NonSpacingMark or UnicodeCategory.Format or UnicodeCategory.SpacingCombiningMark:
                    break;
                case UnicodeCategory.DecimalDigitNumber:
                    folded.Append((char)('0' + (int)Rune.GetNumericValue(rune)));
                    break;
                default:
                    folded.Append(Rune.ToLowerInvariant(rune).ToString());
                    break;
            }
        }
        return folded.ToString();
    }

    // A lone surrogate cannot be normalised.
    private static string Decomposed(string line)
    {
        var valid = line.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? string.Concat(line.EnumerateRunes().Select(rune => rune.ToString()))
            : line;
        return valid.Normalize(NormalizationForm.FormKD);
    }
}
