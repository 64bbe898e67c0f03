namespace Postern.Core.Replies;

/// <summary>
/// Finds the introduction of a quote: the lines directly above it that name the author, address or time of the quoted
/// message, or its header fields. No word of them is known.
/// </summary>
internal sealed class QuoteIntroduction(
    IReadOnlyList<ReplyLine> lines,
    IReadOnlyList<QuoteWords> words,
    QuoteTraceReader reader
)
{
    private const QuoteTraces Who = QuoteTraces.Address | QuoteTraces.Author;
    private const QuoteTraces When = QuoteTraces.Date | QuoteTraces.Time;
    private const QuoteTraces What = Who | QuoteTraces.Date | QuoteTraces.Reader | QuoteTraces.Subject;

    private const int LongestLine = 500;
    private const int MostLines = 5;
    private const int MostFields = 24;
    private const int MostOthers = 4;
    private const int WordsOfOther = 6;
    private const int MostBetween = 6;
    private const int LeastRule = 5;
    private const int MostBlank = 2;

    private readonly QuoteTraces?[] traces = new QuoteTraces?[lines.Count];

    /// <summary>The line at which the introduction of a quote begins; the quote itself when it has none.</summary>
    /// <param name="quote">The first line of the quote.</param>
    /// <param name="floor">The first line that may belong to the introduction.</param>
    public int Start(int quote, int floor)
    {
        var isFirst = floor == 0;
        var start = StartAt(quote, floor, isFirst, isStrong: !isFirst);
        // A program or a gateway may have put a warning of its own between the two.
        for (var end = quote - 1; isFirst && start == quote && end > Math.Max(0, quote - MostBetween); end--)
        {
            if (!lines[end].IsBlank && StartAt(end, floor, isFirst, isStrong: true) is var above && above < end)
                start = above;
        }
        return start < quote ? WithDivider(start, floor) : quote;
    }

    private int StartAt(int quote, int floor, bool isFirst, bool isStrong)
    {
        var end = SkipBlank(quote, floor);
        if (end <= floor)
            return quote;
        if (StartOfFields(end, floor) is var fields and >= 0)
            return fields;
        return StartOfSentence(end, floor, isFirst && !isStrong) is var sentence and >= 0 ? sentence : quote;
    }

    // "On 28 November 2026 at 10:00 Anna Agent <a@b.example> wrote:", on one to five lines.
    private int StartOfSentence(int end, int floor, bool isDirect)
    {
        for (var start = end - 1; start >= Math.Max(floor, end - MostLines) && MayBelong(start); start--)
        {
            if (!Introduces(Together(start, end), isDirect) || !EndsIntroduction(end - 1))
                continue;
            while (start > Math.Max(floor, end - MostLines) && MayBelong(start - 1) && Continues(start - 1))
                start--;
            return start;
        }
        return -1;
    }

    private static bool Introduces(QuoteTraces traces, bool isDirect)
    {
        var names = (traces & Who) != 0 || ((traces & QuoteTraces.FirstName) != 0 && (traces & QuoteTraces.Date) != 0);
        if (names && (traces & When) != 0)
            return true;
        if (!isDirect)
            return false;
        return (names && traces.HasFlag(QuoteTraces.Colon))
            || traces.HasFlag(When)
            || traces.HasFlag(QuoteTraces.Date | QuoteTraces.Colon);
    }

    // What follows the name and the time is a verb at most.
    private bool EndsIntroduction(int last)
    {
        var traces = Traces(last);
        return (traces & (Who | When | QuoteTraces.Colon)) != 0 || words[last].Places.Count <= 2;
    }

    private bool Continues(int line)
    {
        var traces = Traces(line);
        return (traces & (QuoteTraces.Address | QuoteTraces.Date)) != 0
            || ((traces & QuoteTraces.Time) != 0 && (traces & QuoteTraces.Author) != 0);
    }

    private bool MayBelong(int line) =>
        !lines[line].IsBlank
        && lines[line].Text.Length <= LongestLine
        && words[line].Text.TrimEnd() is not [.., '!' or '?'];

    // Fields of a header, also with the value on the next line and with blank lines between them.
    private int StartOfFields(int end, int floor)
    {
        var (top, seen, fields, others, blank) = (-1, QuoteTraces.None, 0, 0, false);
        for (var i = end - 1; i >= Math.Max(floor, end - MostFields) && others <= MostOthers; i--)
        {
            if (lines[i].IsBlank)
            {
                blank = true;
                continue;
            }
            if (lines[i].Text.Length > LongestLine)
                break;
            var found = Traces(i);
            var isField = found.HasFlag(QuoteTraces.Field);
            var isNew = IsNewField(found, seen, blank);
            if (!isNew && !isField && IsSentence(i))
                break;
            others = isNew ? 0 : others + 1;
            if (!isNew)
                continue;
            (top, seen, fields) = (i, seen | (found & What), fields + (isField ? 1 : 0));
        }
        var kinds = Kinds(seen);
        return kinds >= 3 || (kinds == 2 && fields > 0) ? top : -1;
    }

    /// <summary>
    /// Whether a line names what no field below it has named. Above a blank line may stand a signature, with the
    /// address of who replies.
    /// </summary>
    private static bool IsNewField(QuoteTraces traces, QuoteTraces seen, bool isAboveBlank)
    {
        var found = traces & What & ~Same(seen);
        if (isAboveBlank)
            found &= Who | QuoteTraces.Date;
        if (traces.HasFlag(QuoteTraces.Field))
            return found != 0;
        var isWho = (found & Who) != 0 && (traces & (QuoteTraces.Leading | QuoteTraces.Address)) != 0;
        var isDate = (found & QuoteTraces.Date) != 0 && traces.HasFlag(QuoteTraces.Time);
        return isWho || isDate || (found & QuoteTraces.Subject) != 0;
    }

    private static QuoteTraces Same(QuoteTraces seen) => (seen & Who) != 0 ? seen | Who : seen;

    private static int Kinds(QuoteTraces seen) =>
        ((seen & Who) != 0 ? 1 : 0)
        + ((seen & QuoteTraces.Date) != 0 ? 1 : 0)
        + ((seen & QuoteTraces.Reader) != 0 ? 1 : 0)
        + ((seen & QuoteTraces.Subject) != 0 ? 1 : 0);

    private bool IsSentence(int line) =>
        words[line].Places.Count > WordsOfOther || words[line].Text.TrimEnd() is [.., '.' or '!' or '?'];

    private int WithDivider(int start, int floor)
    {
        var above = SkipBlank(start, floor);
        return above > floor && IsDivider(lines[above - 1].Text.Trim()) ? above - 1 : start;
    }

    // "-----Original Message-----" in any language, or nothing but a rule.
    private static bool IsDivider(string text) =>
        QuoteDivider.IsDivider(text)
        || (text.Length >= LeastRule && QuoteDivider.IsRule(text))
        || (IsRuled(text) && text.Length <= LongestLine);

    private static bool IsRuled(string text) =>
        text is [('-' or '_' or '=' or '*' or '—' or '─') and var first, _, _, _, _, _, .., var beforeLast, var last]
        && text[1] == first
        && text[2] == first
        && beforeLast == first
        && last == first;

    private int SkipBlank(int end, int floor)
    {
        for (var blank = 0; end > floor && lines[end - 1].IsBlank && blank <= MostBlank; blank++)
            end--;
        return end;
    }

    private QuoteTraces Traces(int line) => traces[line] ??= reader.Of([words[line]]);

    // A name may begin on one line and end on the next.
    private QuoteTraces Together(int start, int end)
    {
        if (end - start == 1)
            return Traces(start);
        var any = false;
        for (var i = start; i < end && !any; i++)
            any = (Traces(i) & (What | When)) != 0;
        return any ? reader.Of([.. Enumerable.Range(start, end - start).Select(i => words[i])]) : QuoteTraces.None;
    }
}
