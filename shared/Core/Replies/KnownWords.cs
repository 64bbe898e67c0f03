using Postern.Core.Text;

namespace Postern.Core.Replies;

/// <summary>The words of known texts, each as a number, in their order.</summary>
internal sealed class KnownWords
{
    // Characters of the texts that are compared.
    private const int MostText = 64 * 1024;

    private const int EndOfText = -2;
    private const int Unknown = -1;

    private readonly Dictionary<string, int> vocabulary = [];
    private readonly Dictionary<string, int[]> lines = [];
    private readonly List<int> words = [];
    private readonly List<int> lineStarts = [];
    private readonly HashSet<string> hosts = [];

    public KnownWords(IReadOnlyList<string> texts, ReadingBudget budget)
    {
        var left = MostText;
        words.EnsureCapacity(Math.Min(texts.Sum(text => text.Length), left) / QuoteWords.LettersOfWord);
        foreach (var text in texts.Distinct().TakeWhile(_ => left > 0))
        {
            Add(CutText.At(text, left), budget);
            left -= Math.Min(text.Length, left);
        }
    }

    /// <summary>The numbers of the words; a negative one behind each text.</summary>
    public List<int> Words => words;

    /// <summary>Whether one of the texts has a link to a host.</summary>
    public bool HasHost(string host) => hosts.Contains(host);

    /// <summary>Whether a line or a text ends before a word.</summary>
    public bool IsLineStart(int place) => lineStarts.BinarySearch(place) >= 0;

    /// <summary>The number of a word; a negative one where no text has it.</summary>
    public int Number(ReadOnlySpan<char> word) =>
        vocabulary.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(word, out var number) ? number : Unknown;

    private void Add(string text, ReadingBudget budget)
    {
        budget.Take(10L * text.Length);
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            lineStarts.Add(words.Count);
            words.AddRange(Numbers(line));
        }
        lineStarts.Add(words.Count);
        words.Add(EndOfText);
    }

    // The lines of a message stand in its text and in its HTML, and those around it in each message.
    private int[] Numbers(ReadOnlySpan<char> line)
    {
        var read = lines.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!read.TryGetValue(line, out var numbers))
            read[line] = numbers = Read(line.ToString());
        return numbers;
    }

    private int[] Read(string line)
    {
        var read = QuoteWords.Of(line);
        if (read.Hosts.Count > 0)
            hosts.UnionWith(read.Hosts);
        var numbers = new int[read.Places.Count];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = NumberOrNew(read.Text.AsSpan(read.Places[i]));
        return numbers;
    }

    private int NumberOrNew(ReadOnlySpan<char> word)
    {
        var known = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!known.TryGetValue(word, out var number))
            known[word] = number = vocabulary.Count;
        return number;
    }
}
