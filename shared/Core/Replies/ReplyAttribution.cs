using System.Buffers;
using System.Text.RegularExpressions;

namespace Postern.Core.Replies;

/// <summary>The line that introduces a quote, "On ... wrote:", in many languages, also wrapped over several lines.</summary>
internal static partial class ReplyAttribution
{
    private const int MostLines = 5;
    private const int LongestText = 600;

    private static readonly string[] Verbs =
    [
        "wrote",
        "writes",
        "a écrit",
        "a ecrit",
        "schrieb",
        "schrieben",
        "geschrieben",
        "escribió",
        "escribio",
        "ha escrito",
        "ha scritto",
        "scrisse",
        "escreveu",
        "schreef",
        "geschreven",
        "skrev",
        "kirjoitti",
        "napisał(a)",
        "napisał",
        "wiadomość napisana przez",
        "napisała",
        "pisze",
        "napsal(a)",
        "napsal",
        "napsala",
        "napísal",
        "napísala",
        "írta",
        "ezt írta",
        "написал(а)",
        "написал",
        "написала",
        "написав",
        "пишет",
        "писал",
        "писал(а)",
        "пише",
        "a scris",
        "yazdı",
        "şunu yazdı",
        "έγραψε",
        "đã viết",
        "va escriure",
        "ha escrit",
        "je napisao",
        "je napisao/la",
        "napisao je",
        "написа",
        "写道",
        "寫道",
        "書きました",
        "作成",
        "작성",
        "wrote/napisał",
    ];

    private static readonly SearchValues<string> AnyVerb = SearchValues.Create(
        Verbs,
        StringComparison.OrdinalIgnoreCase
    );

    private static readonly string[] Openings =
    [
        "on",
        "at",
        "le",
        "am",
        "el",
        "il",
        "in data",
        "em",
        "op",
        "den",
        "på",
        "d.",
        "dnia",
        "w dniu",
        "dne",
        "dňa",
        "vào",
        "pe",
        "în",
        "în data",
        "a",
        "ma",
        "ke",
        "ti",
        "to",
        "la",
        "su",
        "lø",
        "mon",
        "tue",
        "wed",
        "thu",
        "fri",
        "sat",
        "sun",
        "mo",
        "di",
        "mi",
        "do",
        "fr",
        "sa",
        "so",
        "пн",
        "вт",
        "ср",
        "чт",
        "пт",
        "сб",
        "вс",
        "понедельник",
        "вторник",
        "среда",
        "четверг",
        "пятница",
        "суббота",
        "воскресенье",
        "στις",
        "dana",
        "на",
    ];

    /// <summary>Gives an introduction that shares its line with text before it a line of its own.</summary>
    public static IEnumerable<string> OnOwnLines(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            var mayShare = line.Length <= LongestText && line.EndsWith("wrote:", StringComparison.OrdinalIgnoreCase);
            var match = mayShare ? Shared().Match(line) : Match.Empty;
            if (match.Success)
                yield return match.Groups["text"].Value;
            yield return match.Success ? match.Groups["attribution"].Value : line;
        }
    }

    /// <summary>How many lines the introduction that begins here takes; 0 when none does.</summary>
    public static int Length(IReadOnlyList<ReplyLine> lines, int at)
    {
        var first = Plain(lines[at].Text);
        if (first.Length is < 4 or > LongestText || !CouldBegin(first))
            return 0;
        if (Introduces(first))
            return 1;
        if (!MayBeWrapped(first))
            return 0;
        var (text, taken) = (first, 1);
        for (var i = at + 1; i < lines.Count && taken < MostLines; i++)
        {
            var next = Plain(lines[i].Text);
            if (next.Length == 0 && !ContinuesAfterBlank(lines, i))
                return 0;
            if (next.Length == 0)
                continue;
            (text, taken) = ($"{text} {next}", taken + 1);
            if (text.Length > LongestText)
                return 0;
            if (Introduces(text))
                return i - at + 1;
        }
        return 0;
    }

    // French puts a no-break space before its colon.
    private static string Plain(string text) => text.Replace('\u00A0', ' ').Replace('\u202F', ' ').Trim();

    private static bool CouldBegin(string first) =>
        first.AsSpan().ContainsAnyInRange('0', '9')
        || first.Contains('@', StringComparison.Ordinal)
        || first.StartsWith("--", StringComparison.Ordinal);

    // The address of a sender stands alone between blank lines in some programs.
    private static bool ContinuesAfterBlank(IReadOnlyList<ReplyLine> lines, int at) =>
        at + 1 < lines.Count && lines[at + 1].Text.TrimStart() is ['<', ..] or ['m', 'a', 'i', 'l', 't', 'o', ':', ..];

    // The first of several lines shows a date after an opening, or an address before its verb; a finished sentence is no beginning.
    private static bool MayBeWrapped(string first)
    {
        var hasVerb = VerbEnd(first) >= 0 && first.Contains('@', StringComparison.Ordinal);
        if (hasVerb)
            return true;
        return first[^1] is not ('!' or '?' or '.')
            && HasDate(first)
            && (StartsWithDate().IsMatch(first) || HasOpening(first));
    }

    private static bool Introduces(string text)
    {
        var dashed = text.StartsWith("--", StringComparison.Ordinal);
        var line = text.Trim(' ', '\t', '-', '*', '_').TrimStart('>', ' ');
        if (StartsWithDate().IsMatch(line) && (GmtDate().IsMatch(line) || EndsWithAddress().IsMatch(line)))
            return true;
        var end = VerbEnd(line);
        if (end < 0)
            return false;
        var after = line.AsSpan(end).Trim(" \t:：");
        var closed = line[^1] is ':' or '：';
        if (after.IsEmpty && dashed && text.EndsWith("--", StringComparison.Ordinal))
            return true;
        if (after.IsEmpty)
            return HasEvidence(line) && (closed || HasOpening(line));
        return closed
            && (HasEvidence(after.ToString()) || after.StartsWith("het volgende", StringComparison.OrdinalIgnoreCase));
    }

    private static bool HasEvidence(string text) =>
        text.Contains('@', StringComparison.Ordinal)
        || Time().IsMatch(text)
        || (HasDate(text) && (HasOpening(text) || StartsWithDate().IsMatch(text)));

    private static bool HasDate(string text) => Date().IsMatch(text);

    private static bool HasOpening(string text)
    {
        foreach (var opening in Openings)
        {
            if (!text.StartsWith(opening, StringComparison.OrdinalIgnoreCase) || text.Length == opening.Length)
                continue;
            if (text[opening.Length] is ' ' or ',' or '.')
                return true;
        }
        return false;
    }

    /// <summary>The position after the last verb that stands as a word of its own, or -1.</summary>
    private static int VerbEnd(string text)
    {
        var best = -1;
        if (!text.AsSpan().ContainsAny(AnyVerb))
            return best;
        foreach (var verb in Verbs)
        {
            var at = text.LastIndexOf(verb, StringComparison.OrdinalIgnoreCase);
            if (at < 0 || at + verb.Length <= best)
                continue;
            var end = at + verb.Length;
            var isWord =
                (at == 0 || !char.IsLetterOrDigit(text[at - 1]))
                && (end == text.Length || !char.IsLetterOrDigit(text[end]));
            if (isWord || verb[0] > '\u3000')
                best = end;
        }
        return best;
    }

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
            (\d{4}[./\-]\d{1,2}[./\-]\d{1,2} | \d{1,2}[./\-]\d{1,2}[./\-]\d{2,4} | \d{1,2}\.?\s\p{L}{3,}\.?\s\d{4} | \d{4}[年년]\s?\d{1,2}[月월])
            """,
        Linear | RegexOptions.IgnorePatternWhitespace
    )]
    private static partial Regex StartsWithDate();

    [GeneratedRegex("""^\d{4}-\d\d-\d\d \d{1,2}:\d\d (GMT|UTC)""", Linear)]
    private static partial Regex GmtDate();

    [GeneratedRegex("""<[^<>@]{1,80}@[^<>]{1,120}>\s*:?$""", Linear)]
    private static partial Regex EndsWithAddress();

    [GeneratedRegex(
        """^(?<text>[^>].*?[^\s\->|])[\s\-]+(?<attribution>On (Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]{0,6}, .{4,200} wrote:)$""",
        Linear
    )]
    private static partial Regex Shared();
}
