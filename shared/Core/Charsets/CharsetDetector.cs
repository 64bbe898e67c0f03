using System.Text;

namespace Postern.Core.Charsets;

/// <summary>
/// Guesses the charset of a text by its letters: of all charsets that can be meant, the one counts in which the text
/// looks most like one of a language that is written in it (<c>alphabets.txt</c>).
/// </summary>
internal static class CharsetDetector
{
    // Octets from the first beyond ASCII on. What follows hardly changes the result.
    private const int SampleLength = 1_024;
    private const int BeforeSample = 32;

    private const double LeastLikeness = 0.45;

    // Of the first charset of the file, for a text of one letter.
    private const double Advantage = 0.3;

    // What contradicts a valid label must leave no doubt.
    private const double Certain = 0.7;
    private const double Unlike = 0.2;
    private const int EnoughOctets = 10;

    private static readonly Candidate[] Candidates = ReadCandidates();

    /// <summary>Units of work that a detection takes at most.</summary>
    public static int WorkOf(int octets) =>
        Candidates.Sum(candidate => candidate.Alphabets.Length) * Math.Min(octets, SampleLength);

    /// <summary>The charset that octets beyond ASCII are most likely in; null when they are like no text.</summary>
    public static Encoding? Detect(ReadOnlySpan<byte> bytes) =>
        Best(SampleOf(bytes)) is { Likeness: >= LeastLikeness } best ? best.Charset : null;

    /// <summary>
    /// The charset of a text that is labelled with another one in which it can be read, but surely is not written; null
    /// when the label may be right.
    /// </summary>
    public static Encoding? Contradict(ReadOnlySpan<byte> bytes, Encoding label)
    {
        var sample = SampleOf(bytes);
        var labelled = Array.Find(Candidates, candidate => candidate.Charset.CodePage == label.CodePage);
        if (labelled is null || BeyondAscii(sample) < EnoughOctets || labelled.Likeness(sample) > Unlike)
            return null;
        return Best(sample) is { Likeness: >= Certain } best ? best.Charset : null;
    }

    private static (Encoding? Charset, double Likeness) Best(ReadOnlySpan<byte> sample)
    {
        // One letter says little against the usual charset, several say much.
        var advantage = Advantage / Math.Pow(Math.Max(1, BeyondAscii(sample)), 3);
        (Encoding? Charset, double Likeness) best = (null, 0);
        foreach (var candidate in Candidates)
        {
            var least = best.Charset == Candidates[0].Charset ? best.Likeness + advantage : best.Likeness;
            if (candidate.Likeness(sample) is var likeness && likeness > least + 0.001)
                best = (candidate.Charset, likeness);
        }
        return best;
    }

    private static ReadOnlySpan<byte> SampleOf(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Max(0, bytes.IndexOfAnyInRange((byte)0x80, (byte)0xFF));
        var start = bytes[Math.Max(0, first - BeforeSample)..];
        return start[..Math.Min(start.Length, SampleLength)];
    }

    private static int BeyondAscii(ReadOnlySpan<byte> bytes)
    {
        var count = 0;
        foreach (var b in bytes)
            count += b >> 7;
        return count;
    }

    private static Candidate[] ReadCandidates()
    {
        using var file = typeof(CharsetDetector).Assembly.GetManifestResourceStream("alphabets.txt")!;
        using var reader = new StreamReader(file, Encoding.UTF8);
        var lines = reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => line[0] != '#');
        var languages = lines.Select(line => line.Split('|', StringSplitOptions.TrimEntries)).ToList();
        var pairs = languages.SelectMany(fields =>
        {
            var charsets = fields[1].Split(' ');
            var alphabet = new Alphabet(fields[2], hasKana: charsets.Contains("shift_jis"));
            return charsets.Select(charset => (charset, alphabet));
        });
        return
        [
            .. pairs
                .GroupBy(pair => pair.charset, pair => pair.alphabet)
                .Select(group => new Candidate(CharsetNames.Find(group.Key)!, [.. group])),
        ];
    }

    /// <summary>A charset that can be meant, and the languages that are written in it.</summary>
    private sealed record Candidate(Encoding Charset, Alphabet[] Alphabets)
    {
        public double Likeness(ReadOnlySpan<byte> sample)
        {
            var text = Charset.GetString(sample).AsSpan();
            // A sample may end inside a character.
            if (text is [.., '\uFFFD'])
                text = text[..^1];
            if (text.Contains('\uFFFD'))
                return double.NegativeInfinity;
            var best = double.NegativeInfinity;
            foreach (var alphabet in Alphabets)
                best = Math.Max(best, alphabet.Likeness(text));
            return best;
        }
    }
}
