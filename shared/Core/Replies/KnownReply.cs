using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>
/// Classifies the lines of a mail that answers a message which is known. What stands in that message is quoted, where
/// a quote mark, an introduction or its length shows that it is no coincidence; what stands between is an answer. Only
/// the rest is left to <see cref="ReplySplitter"/>.
/// </summary>
internal sealed class KnownReply
{
    // A text without any mark or introduction is quoted from two lines or this many characters on.
    private const int LeastLines = 2;
    private const int LeastCharacters = 40;

    private readonly IReadOnlyList<ReplyLine> lines;
    private readonly MatchedLine[] matched;
    private readonly QuoteIntroduction introduction;

    private KnownReply(IReadOnlyList<ReplyLine> lines, KnownQuote known, ReadingBudget budget)
    {
        budget.TakePieces(lines.Count);
        budget.Take(10 * lines.Sum(line => (long)line.Text.Length));
        this.lines = lines;
        var words = lines.Select(line => QuoteWords.Of(line.Text)).ToList();
        matched = QuoteMatch.Of(words, new KnownWords(known.Texts, budget), budget);
        introduction = new QuoteIntroduction(lines, words, new QuoteTraceReader(known));
    }

    /// <summary>The parts of a mail that may quote the known messages.</summary>
    public static ReplyPart[] Split(IReadOnlyList<ReplyLine> lines, KnownQuote known, ReadingBudget budget)
    {
        var reply = new KnownReply(lines, known, budget);
        return reply.Quotes() is { Count: > 0 } quotes
            ? reply.Parts(quotes, budget)
            : ReplySplitter.Split(lines, budget);
    }

    /// <summary>The same, where everything but the known messages is new.</summary>
    public static ReplyPart[] Mark(IReadOnlyList<ReplyLine> lines, KnownQuote known, ReadingBudget budget)
    {
        var reply = new KnownReply(lines, known, budget);
        var quotes = reply.Quotes();
        var parts = new ReplyPart[lines.Count];
        if (quotes.Count > 0)
            reply.MarkQuotes(quotes, parts);
        return parts;
    }

    private ReplyPart[] Parts(List<Quote> quotes, ReadingBudget budget)
    {
        var parts = new ReplyPart[lines.Count];
        MarkQuotes(quotes, parts);
        SplitRest(0, quotes[0].Start, parts, budget);
        var end = quotes[^1].End;
        var rest = end;
        for (var i = end; i < lines.Count; i++)
        {
            if (!lines[i].IsQuoted)
                continue;
            parts[i] = ReplyPart.Quoted;
            rest = i + 1;
        }
        SplitRest(rest, lines.Count, parts, budget);
        return parts;
    }

    private void SplitRest(int start, int end, ReplyPart[] parts, ReadingBudget budget)
    {
        if (start < end)
            ReplySplitter.Split([.. lines.Skip(start).Take(end - start)], budget).CopyTo(parts, start);
    }

    private void MarkQuotes(List<Quote> quotes, ReplyPart[] parts)
    {
        foreach (var quote in quotes)
            Array.Fill(parts, ReplyPart.Quoted, quote.Start, quote.End - quote.Start);
        for (var i = quotes[0].Start; i < quotes[^1].End; i++)
        {
            if (IsMarked(i))
                parts[i] = ReplyPart.Quoted;
        }
    }

    // Nobody writes quote marks into an answer; many write their answer into the quoted element.
    private bool IsMarked(int line) =>
        lines[line].IsQuoted && (lines[line].Text.AsSpan().TrimStart().StartsWith(">") || matched[line].Found > 0);

    /// <summary>The quotes with their introductions, in order.</summary>
    private List<Quote> Quotes()
    {
        var (quotes, bare, isIntroduced) = (new List<Quote>(), new List<Quote>(), false);
        foreach (var run in Runs())
        {
            var floor = quotes.Count > 0 ? quotes[^1].End : 0;
            var start = introduction.Start(run.Start, floor);
            isIntroduced |= start < run.Start;
            if (isIntroduced || run.IsMarked)
                quotes.Add(run with { Start = start });
            else if (run.Lines >= LeastLines || run.Characters >= LeastCharacters)
                bare.Add(run);
        }
        return quotes.Count > 0 ? quotes : bare;
    }

    /// <summary>Runs of known lines, blank ones between them included.</summary>
    private IEnumerable<Quote> Runs()
    {
        Quote? run = null;
        for (var i = 0; i < lines.Count; i++)
        {
            var isKnown = matched[i].IsKnown || (lines[i].IsQuoted && matched[i].IsPartlyKnown);
            if (isKnown)
                run = (run ?? new Quote(i, i, 0, 0, false)).With(i, lines[i]);
            else if (!matched[i].IsEmpty && run is not null)
            {
                yield return run;
                run = null;
            }
        }
        if (run is not null)
            yield return run;
    }

    private sealed record Quote(int Start, int End, int Lines, int Characters, bool IsMarked)
    {
        public Quote With(int at, ReplyLine line) =>
            new(Start, at + 1, Lines + 1, Characters + line.Text.Trim().Length, IsMarked || line.IsQuoted);
    }
}
