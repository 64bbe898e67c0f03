using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>How much of a line of a mail stands in the known texts.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Found">Those found in a run with others.</param>
/// <param name="Whole">Whether its first and its last word are found.</param>
/// <param name="Ours">Whether it has nothing but what only we write: a signed link, or a link that a text has.</param>
internal readonly record struct MatchedLine(int Words, int Found, bool Whole, bool Ours)
{
    private const int Tolerant = 5;

    /// <summary>Whether it is quoted but for a word that a program has changed: one in five.</summary>
    public bool IsKnown =>
        Ours || (Words > 0 && Found == Words) || (Whole && Words >= Tolerant && Found * Tolerant >= Words * 4);

    /// <summary>Whether a line with a quote mark is quoted, whatever stands in it besides.</summary>
    public bool IsPartlyKnown => IsKnown || Found >= KnownRuns.LeastRun;

    /// <summary>Whether it has neither words nor links.</summary>
    public bool IsEmpty => Words == 0 && !Ours;
}

/// <summary>Finds the lines of a mail in known texts, word by word, so that wrapping means nothing.</summary>
internal static class QuoteMatch
{
    public static MatchedLine[] Of(IReadOnlyList<QuoteWords> lines, KnownWords known, ReadingBudget budget)
    {
        var (words, starts) = Numbered(lines, known);
        budget.TakePieces(words.Count);
        var found = Find(words, starts, new KnownRuns(known, words));
        var matched = new MatchedLine[lines.Count];
        for (var i = 0; i < lines.Count; i++)
            matched[i] = Matched(lines[i], found.AsSpan(starts[i], starts[i + 1] - starts[i]), known);
        return matched;
    }

    private static MatchedLine Matched(QuoteWords line, ReadOnlySpan<bool> found, KnownWords known)
    {
        var isLink = found.IsEmpty && line.Hosts.Count > 0 && line.Hosts.All(known.HasHost);
        var isWhole = !found.IsEmpty && found[0] && found[^1];
        return new MatchedLine(found.Length, found.Count(true), isWhole, isLink || (line.IsOurs && !HasOther(line)));
    }

    // Beside a signed link there is its label at most.
    private static bool HasOther(QuoteWords line) => line.Places.Count > KnownRuns.LeastRun;

    private static (List<int> Words, int[] Starts) Numbered(IReadOnlyList<QuoteWords> lines, KnownWords known)
    {
        var words = new List<int>();
        var starts = new int[lines.Count + 1];
        for (var i = 0; i < lines.Count; i++)
        {
            foreach (var place in lines[i].Places)
                words.Add(known.Number(lines[i].Text.AsSpan(place)));
            starts[i + 1] = words.Count;
        }
        return (words, starts);
    }

    private static bool[] Find(List<int> words, int[] starts, KnownRuns known)
    {
        var found = new bool[words.Count];
        var (line, expected, at) = (0, 0, 0);
        while (at < words.Count)
        {
            while (starts[line + 1] <= at)
                line++;
            int? lineEnd = starts[line] == at ? starts[line + 1] : null;
            var (place, length) = known.Longest(at, lineEnd, expected);
            length = WithoutNextLine(starts, line, at, length);
            Array.Fill(found, true, at, length);
            at += Math.Max(length, 1);
            expected = length > 0 ? place + length : expected;
        }
        return found;
    }

    // An answer may begin with the word that the quote goes on with.
    private static int WithoutNextLine(int[] starts, int line, int at, int length)
    {
        var last = line;
        while (starts[last + 1] < at + length)
            last++;
        var isPart = last > line && starts[last + 1] > at + length && at + length - starts[last] < KnownRuns.LeastRun;
        return isPart ? starts[last] - at : length;
    }
}
