using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>
/// The words of known texts, found by three words in a row. Looking a word up takes a bounded time, and words that were
/// found together are not looked at again: the whole search is linear in both texts.
/// </summary>
internal sealed class KnownWords
{
    /// <summary>Words in a row that are no coincidence.</summary>
    public const int LeastRun = 3;

    // Characters of the texts that are compared.
    private const int MostText = 64 * 1024;

    // Places where the same three words are tried: footers occur in each message.
    private const int MostPlaces = 4;

    // Words that a program may leave out of the quote, such as the number of a list or the label of a button.
    private const int MostLeftOut = 8;

    private const int EndOfText = -2;
    private const int Unknown = -1;

    private readonly Dictionary<string, int> vocabulary = [];
    private readonly Dictionary<(int, int, int), int> places = [];
    private readonly List<int> words = [];
    private readonly List<int> others = [];
    private readonly HashSet<int> lineStarts = [];
    private readonly HashSet<string> hosts = [];

    public KnownWords(IReadOnlyList<string> texts, ReadingBudget budget)
    {
        var left = MostText;
        foreach (var text in texts.Distinct().TakeWhile(_ => left > 0))
        {
            Add(CutText.At(text, left), budget);
            left -= Math.Min(text.Length, left);
        }
        for (var at = words.Count - LeastRun; at >= 0; at--)
            AddPlace(at);
    }

    /// <summary>Whether one of the texts has a link to a host.</summary>
    public bool HasHost(string host) => hosts.Contains(host);

    /// <summary>The number of a word; a negative one where no text has it.</summary>
    public int Number(string word) => vocabulary.GetValueOrDefault(word, Unknown);

    /// <summary>The longest run of words of a line and the lines after it that one of the texts has.</summary>
    /// <param name="reply">The words of the mail.</param>
    /// <param name="start">Where the run begins.</param>
    /// <param name="lineEnd">End of the line in which it begins.</param>
    /// <param name="expected">The word of the texts after the last one found; a run after it may be a short line.</param>
    public (int Place, int Length) Longest(List<int> reply, int start, int? lineEnd, int expected)
    {
        var best = (Place: 0, Length: 0);
        if (lineEnd is { } end)
            best = ShortLine(reply, start, end, expected);
        if (start + LeastRun > reply.Count)
            return best;
        var place = places.GetValueOrDefault((reply[start], reply[start + 1], reply[start + 2]), EndOfText);
        for (var tried = 0; place >= 0 && tried < MostPlaces; tried++)
        {
            var length = Common(reply, start, place, int.MaxValue);
            if (length > best.Length)
                best = (place, length);
            place = others[place];
        }
        return best;
    }

    // A line of one or two words counts only where it is due: next, or as a line of its own soon after.
    private (int Place, int Length) ShortLine(List<int> reply, int start, int end, int expected)
    {
        var length = end - start;
        if (length >= LeastRun)
            return (0, 0);
        var last = Math.Min(expected + MostLeftOut, words.Count - length - 1);
        for (var place = expected; place <= last && words[place] != EndOfText; place++)
        {
            var isLine = lineStarts.Contains(place) && lineStarts.Contains(place + length);
            if ((place == expected || isLine) && Common(reply, start, place, length) == length)
                return (place, Common(reply, start, place, int.MaxValue));
        }
        return (0, 0);
    }

    private int Common(List<int> reply, int start, int place, int most)
    {
        var length = 0;
        while (
            length < most
            && start + length < reply.Count
            && place + length < words.Count
            && reply[start + length] == words[place + length]
        )
            length++;
        return length;
    }

    private void Add(string text, ReadingBudget budget)
    {
        budget.Take(10L * text.Length);
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            var read = QuoteWords.Of(line);
            lineStarts.Add(words.Count);
            hosts.UnionWith(read.Hosts);
            foreach (var word in read.Words)
            {
                vocabulary.TryAdd(word, vocabulary.Count);
                words.Add(vocabulary[word]);
            }
        }
        lineStarts.Add(words.Count);
        words.Add(EndOfText);
    }

    private void AddPlace(int at)
    {
        while (others.Count < words.Count)
            others.Add(EndOfText);
        var run = (words[at], words[at + 1], words[at + 2]);
        others[at] = places.GetValueOrDefault(run, EndOfText);
        places[run] = at;
    }
}
