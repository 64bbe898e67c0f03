using System.Buffers;

namespace Postern.Core.Replies;

/// <summary>
/// Lines that separate new text from a quoted mail below it: <c>-----Original Message-----</c> in all languages, and
/// rules.
/// </summary>
internal static class QuoteDivider
{
    private const int LongestLine = 160;
    private const string Dashes = "-_=*#~+—–―‐─ \t\u00A0";

    private static readonly SearchValues<char> RuleCharacters = SearchValues.Create("-_=*#~+—–―‐─ᐧ· \t");

    private static readonly string[] Titles = ReplyLanguages.Folded(language => language.Titles);

    private static readonly ILookup<char, string> TitlesByLetter = Titles.ToLookup(title => title[0]);

    /// <summary>
    /// Whether the line is a title between dashes, after which the quoted mail follows without quote marks.
    /// </summary>
    public static bool IsDivider(string text)
    {
        var line = text.AsSpan().Trim(" \t*>|\u00A0");
        return IsRuled(line)
            ? HasTitle(line.Trim(Dashes))
            : line is ['-', .., '-'] && line.Length <= LongestLine && HasTitle(line.Trim(Dashes), isWhole: true);
    }

    /// <summary>
    /// Whether the line is a title without dashes, "Begin forwarded message:", or one between dashes that is not known.
    /// The fields of a mail must follow it.
    /// </summary>
    public static bool MayDivide(string text)
    {
        if (text.Length is < 3 or > LongestLine)
            return false;
        var line = text.AsSpan().Trim(" \t*>|\u00A0");
        return IsRuled(line) && IsRuledAtEnd(line) ? !IsRule(text) : HasTitle(line.Trim(Dashes), isWhole: true);
    }

    /// <summary>Whether GroupWise wrote the line: between three quote marks on both sides.</summary>
    public static bool IsOfGroupWise(string text)
    {
        if (text.Length is < 12 or > LongestLine)
            return false;
        var line = text.AsSpan().Trim();
        return line.StartsWith(">>> ", StringComparison.Ordinal)
            && line.EndsWith(" >>>", StringComparison.Ordinal)
            && IntroductionEvidence.Of(FoldedText.Of(text)) is { HasDay: true } or { Date: true } or { Time: true };
    }

    /// <summary>Whether the line may begin an introduction of GroupWise of several lines.</summary>
    public static bool MayBeOfGroupWise(string text) => text.StartsWith(">>> ", StringComparison.Ordinal);

    /// <summary>Whether the line consists of dashes, underscores and the like.</summary>
    public static bool IsRule(string text) =>
        text.Length is > 0 and < 200 && text.AsSpan().IndexOfAnyExcept(RuleCharacters) < 0;

    private static bool IsRuled(ReadOnlySpan<char> line) =>
        line.Length is >= 4 and <= LongestLine
        && line[0] is '-' or '_' or '=' or '—' or '‐' or '─'
        && line[1] == line[0];

    private static bool IsRuledAtEnd(ReadOnlySpan<char> line) =>
        line.Length >= 4 && line[^1] == line[0] && line[^2] == line[0];

    private static bool HasTitle(ReadOnlySpan<char> text, bool isWhole = false)
    {
        if (text.IsEmpty)
            return false;
        var title = FoldedText.Of(text.ToString());
        if (isWhole)
            title = title.TrimEnd(':', ' ');
        if (title.Length == 0)
            return false;
        foreach (var known in TitlesByLetter[title[0]])
        {
            if (isWhole ? title == known : title.StartsWith(known, StringComparison.Ordinal))
                return true;
        }
        return false;
    }
}
