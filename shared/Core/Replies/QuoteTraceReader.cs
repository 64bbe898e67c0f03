namespace Postern.Core.Replies;

/// <summary>
/// Reads what a line says of the quoted message, in whatever language: names, addresses and figures are the same in all.
/// </summary>
internal sealed class QuoteTraceReader(KnownQuote known)
{
    private const int LongestLabel = 30;
    private const int WordsOfLabel = 4;

    // Buddhist and Republic of China calendars.
    private static readonly int[] Eras = [0, 543, -1911];

    private readonly List<string> authors = [.. known.Authors.SelectMany(NameForms).Distinct()];
    private readonly List<string> readers = [.. known.Readers.Select(Padded).Where(IsName)];
    private readonly List<string> subjects = [.. known.Subjects.Select(Padded).Where(text => text.Length > 2)];
    private readonly List<string> addresses = [.. known.Addresses.Select(address => address.ToLowerInvariant())];

    /// <summary>What some lines say together.</summary>
    public QuoteTraces Of(IReadOnlyList<QuoteWords> lines)
    {
        var text = string.Join(' ', lines.Select(line => line.Text));
        var words = Padded(lines.SelectMany(line => line.Words));
        return OfWords(words) | OfText(text.Trim()) | OfFigures(QuoteFigures.Of(text));
    }

    private QuoteTraces OfWords(string words)
    {
        var traces = QuoteTraces.None;
        foreach (var author in authors)
        {
            var at = words.IndexOf(author, StringComparison.Ordinal);
            if (at < 0)
                continue;
            traces |= IsName(author) ? QuoteTraces.Author : QuoteTraces.FirstName;
            if (at == 0 && IsName(author))
                traces |= QuoteTraces.Leading;
        }
        if (readers.Exists(reader => words.Contains(reader, StringComparison.Ordinal)))
            traces |= QuoteTraces.Reader;
        if (subjects.Exists(subject => words.EndsWith(subject, StringComparison.Ordinal)))
            traces |= QuoteTraces.Subject;
        return traces;
    }

    private QuoteTraces OfText(string text)
    {
        var traces = QuoteTraces.None;
        if (addresses.Exists(address => text.Contains(address, StringComparison.Ordinal)))
            traces |= QuoteTraces.Address;
        if (text.TrimEnd('*', '_', ' ', '"').EndsWith(':'))
            traces |= QuoteTraces.Colon;
        return IsField(text.AsSpan().TrimStart("*_> |")) ? traces | QuoteTraces.Field : traces;
    }

    private QuoteTraces OfFigures(QuoteFigures figures)
    {
        var traces = QuoteTraces.None;
        if (known.Times.Any(time => Days(time).Any(day => IsDate(figures, day))))
            traces |= QuoteTraces.Date;
        if (known.Times.Any(time => figures.HasTime(time.Minute)))
            traces |= QuoteTraces.Time;
        return traces;
    }

    private static bool IsDate(QuoteFigures figures, DateTime day) =>
        Eras.Any(era => figures.Has(day.Year + era) && figures.Has(day.Day))
        || figures.HasTogether(day.Day, day.Month, day.Year % 100);

    // The days that it was anywhere on earth.
    private static IEnumerable<DateTime> Days(DateTimeOffset time) =>
        new[] { -12, 0, 14 }.Select(hours => time.UtcDateTime.AddHours(hours).Date).Distinct();

    private static bool IsField(ReadOnlySpan<char> text)
    {
        var colon = text.IndexOf(':');
        if (colon is < 1 or > LongestLabel)
            return false;
        var label = text[..colon];
        return !label.ContainsAnyInRange('0', '9') && label.Count(' ') < WordsOfLabel && !label.Contains('@');
    }

    // "Anna Agent" is "Agent, Anna" in some programs.
    private static IEnumerable<string> NameForms(string name)
    {
        var words = QuoteWords.Of(name).Words;
        if (words.Count > 0)
            yield return Padded(words);
        if (words.Count > 1)
            yield return Padded([words[^1], .. words.Take(words.Count - 1)]);
    }

    private static bool IsName(string padded) => padded.AsSpan().Count(' ') > 2;

    private static string Padded(string text) => Padded(QuoteWords.Of(text).Words);

    private static string Padded(IEnumerable<string> words) => $" {string.Join(' ', words)} ";
}
