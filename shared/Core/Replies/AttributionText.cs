using System.Buffers;

namespace Postern.Core.Replies;

/// <summary>
/// Decides whether a text introduces a quote. Such a text is a form and not a phrase: the day, the time, the address or
/// name of the author and a verb, in an order that depends on the language, and a colon. What is quoted without marks
/// needs more of them than what has marks.
/// </summary>
internal readonly struct AttributionText
{
    private const int LongestName = 6;
    private const int LongestWeekday = 6;
    private const int MostWords = 40;
    private const int MostWordsBeforeDate = 3;

    private static readonly SearchValues<string> Zones = SearchValues.Create(
        [" gmt", " utc"],
        StringComparison.Ordinal
    );

    private readonly string line;
    private readonly Range verb;
    private readonly IntroductionEvidence evidence;
    private readonly bool isBetweenDashes;

    /// <param name="text">One line, or several joined by spaces.</param>
    public AttributionText(string text)
    {
        var trimmed = text.AsSpan().Trim(" \t\u00A0");
        isBetweenDashes =
            trimmed.StartsWith("--", StringComparison.Ordinal) && trimmed.EndsWith("--", StringComparison.Ordinal);
        line = FoldedText.Of(text).TrimStart('>', ' ', '|').Trim(' ', '-', '*', '_', '|', '—', '–').TrimEnd('<');
        verb = AttributionWords.LastVerb(line);
        evidence = IntroductionEvidence.Of(line);
    }

    private bool HasVerb => verb.Start.Value < line.Length;

    private bool HasColon => line.Length > 0 && (line[^1] == ':' || line[0] == ':');

    private bool BeginsWithDay => AttributionWords.HasOpening(line) || BeginsWithDate;

    private bool BeginsWithDate =>
        evidence.FirstDigit >= 0
        && (evidence.HasDay || evidence.Time)
        && Words(line.AsSpan(0, evidence.FirstDigit)) <= MostWordsBeforeDate
        && !line.AsSpan(0, evidence.FirstDigit).ContainsAny(':', '!', '?');

    /// <summary>Whether an introduction of several lines may begin with this text.</summary>
    public bool MayBegin =>
        HasVerb || evidence.Address || isBetweenDashes || (evidence.FirstDigit >= 0 && BeginsWithDay);

    /// <summary>Whether the text begins as introductions do that begin with the day.</summary>
    public bool BeginsStrongly =>
        evidence.HasDay && (AttributionWords.HasOpening(line) || evidence.FirstDigit <= LongestWeekday);

    /// <summary>Whether the text is a whole introduction.</summary>
    /// <param name="hasQuote">Whether a quote with marks begins below it.</param>
    public bool IsComplete(bool hasQuote) =>
        line.Length >= 4
        && (IsOfProgram() || (HasVerb && IsOfVerb()) || (HasVerb && isBetweenDashes) || (hasQuote && IsAboveQuote()));

    // Day, time and an address between brackets, in any language. No person writes that.
    private bool IsOfProgram()
    {
        if (BeginsWithYear && !HasColon)
            return IsOfOldGmail();
        if (!HasColon || !evidence.Address || !evidence.Time || !evidence.HasDay)
            return false;
        return HasVerb || (evidence.Date && (evidence.Bracketed || BeginsWithDate));
    }

    // "2026-11-28 10:00 GMT+01:00 Ana Pop <ana@b.example>", "2026/11/28 Ana Pop <ana@b.example>"
    private bool IsOfOldGmail() =>
        (evidence.Bracketed && line[^1] == '>' && Words(line) <= LongestName + 4)
        || (evidence.Time && line.AsSpan().ContainsAny(Zones));

    private bool BeginsWithYear =>
        evidence is { Date: true, FirstDigit: 0 }
        && line.Length > 4
        && line[4] is '-' or '/'
        && char.IsAsciiDigit(line[3]);

    private bool IsOfVerb()
    {
        var isTimed = evidence is { Date: true, Time: true } || (evidence.Day && evidence.Time && BeginsWithDay);
        var isDated = evidence.Date && BeginsWithDay;
        if (IsNothing(AfterVerb))
            return (HasColon || BeginsWithDay) && (isTimed || isDated || IsOfAuthor);
        if (!HasColon)
            return false;
        var after = IntroductionEvidence.Of(AfterVerb);
        if (after is { Date: true } or { Bracketed: true })
            return Words(line) <= MostWords;
        return (isTimed || isDated) && Words(AfterVerb) <= LongestName;
    }

    private bool IsOfAuthor => evidence.Address && HasColon && (evidence.Bracketed || evidence.HasDay || evidence.Time);

    private bool IsAboveQuote()
    {
        if (HasColon && (evidence.Count >= 2 || (evidence.Bracketed && Words(line) <= LongestName)))
            return true;
        if (!HasVerb)
            return false;
        if ((evidence.HasDay && evidence.Time) || (HasColon && evidence.Count > 0))
            return true;
        var isOfName = IsNothing(AfterVerb) || (HasColon && verb.Start.Value == 0);
        return isOfName && Words(line) <= LongestName + 2;
    }

    private ReadOnlySpan<char> AfterVerb => line.AsSpan(verb.End.Value);

    private static bool IsNothing(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (char.IsLetterOrDigit(c))
                return false;
        }
        return true;
    }

    private static int Words(ReadOnlySpan<char> text)
    {
        var words = 0;
        foreach (var range in text.Split(' '))
            words += IsNothing(text[range]) ? 0 : 1;
        return words;
    }
}
