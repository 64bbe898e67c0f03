using System.Text;

namespace Postern.Tests.Support.Fuzzing;

/// <summary>Makes an input out of seeds by some random changes, to bytes, lines and tokens.</summary>
/// <param name="random">Every choice; the same seed makes the same input.</param>
/// <param name="seeds">What is changed and inserted.</param>
internal sealed class Mutator(Random random, FuzzSeeds seeds)
{
    /// <summary>Largest input in octets.</summary>
    public const int Largest = 64 * 1024;

    private const int MostChanges = 6;
    private const int MostRepeats = 2000;

    private static readonly string[] Numbers =
    [
        "-1",
        "0",
        "00",
        "2147483648",
        "4294967296",
        "9223372036854775807",
        "99999999999999999999",
        "1e999",
        "0x10",
        "٣",
    ];

    private static readonly (string Before, string After)[] Nests =
    [
        ("(", ")"),
        ("[", "]"),
        ("{", "}"),
        ("<", ">"),
        ("\"", "\""),
        ("<div>", "</div>"),
        ("<b><p>", "</p></b>"),
        ("{\"a\":", "}"),
        ("> ", ""),
        ("=?utf-8?q?", "?="),
        ("Content-Type: message/rfc822\n\n", ""),
        ("Content-Type: multipart/mixed; boundary=b\n\n--b\n", "\n--b--\n"),
    ];

    /// <summary>The next input.</summary>
    public byte[] Next()
    {
        var input = Any(seeds.Inputs);
        for (var changes = 1 + random.Next(MostChanges); changes > 0; changes--)
            input = Change(input);
        return input.Length > Largest ? input[..Largest] : input;
    }

    private byte[] Change(byte[] input) =>
        random.Next(15) switch
        {
            0 => Flipped(input),
            1 => Replaced(input, Range(input, 1), [(byte)random.Next(256)]),
            2 or 3 or 4 => Replaced(input, Range(input, 0), Any(seeds.Tokens)),
            5 => Replaced(input, Range(input, 4), Any(seeds.Tokens)),
            6 => Replaced(input, Range(input, 64), []),
            7 => Repeated(input, 2),
            8 => Repeated(input, random.Next(8) == 0 ? MostRepeats : 20),
            9 => input[..random.Next(input.Length + 1)],
            10 => Spliced(input, Any(seeds.Inputs)),
            11 => WithLinesSwapped(input),
            12 => WithLineMoved(input),
            13 => WithNumber(input),
            _ => Nested(input),
        };

    private T Any<T>(IReadOnlyList<T> values) => values[random.Next(values.Count)];

    private Range Range(byte[] input, int longest)
    {
        var from = random.Next(input.Length + 1);
        return from..Math.Min(input.Length, from + random.Next(longest + 1));
    }

    private byte[] Flipped(byte[] input)
    {
        if (input.Length == 0)
            return [(byte)random.Next(256)];
        var copy = input.ToArray();
        copy[random.Next(copy.Length)] ^= (byte)(1 << random.Next(8));
        return copy;
    }

    private static byte[] Replaced(byte[] input, Range range, byte[] by) =>
        [.. input[..range.Start], .. by, .. input[range.End..]];

    private byte[] Repeated(byte[] input, int most)
    {
        var range = Range(input, 100);
        var chunk = input[range];
        var times = Math.Min(1 + random.Next(most), Largest / Math.Max(chunk.Length, 1));
        return Replaced(input, range, [.. Enumerable.Repeat(chunk, times).SelectMany(bytes => bytes)]);
    }

    private byte[] Spliced(byte[] one, byte[] other) =>
        [.. one[..random.Next(one.Length + 1)], .. other[random.Next(other.Length + 1)..]];

    private byte[] WithLinesSwapped(byte[] input)
    {
        var lines = Lines(input);
        var (one, other) = (random.Next(lines.Count), random.Next(lines.Count));
        (lines[one], lines[other]) = (lines[other], lines[one]);
        return Joined(lines);
    }

    private byte[] WithLineMoved(byte[] input)
    {
        var lines = Lines(input);
        var line = Any(lines);
        if (random.Next(2) == 0)
            lines.Remove(line);
        lines.Insert(random.Next(lines.Count + 1), line);
        return Joined(lines);
    }

    private byte[] WithNumber(byte[] input)
    {
        var from = Array.FindIndex(input, random.Next(input.Length + 1), b => char.IsAsciiDigit((char)b));
        if (from < 0)
            return Replaced(input, Range(input, 0), Encoding.UTF8.GetBytes(Any(Numbers)));
        var end = Array.FindIndex(input, from, b => !char.IsAsciiDigit((char)b));
        return Replaced(input, from..(end < 0 ? input.Length : end), Encoding.UTF8.GetBytes(Any(Numbers)));
    }

    private byte[] Nested(byte[] input)
    {
        var (before, after) = Any(Nests);
        var depth = 1 + random.Next(random.Next(20) == 0 ? MostRepeats : 10);
        var range = Range(input, 200);
        var nested = $"{Times(before, depth)}{Encoding.Latin1.GetString(input[range])}{Times(after, depth)}";
        return Replaced(input, range, Encoding.Latin1.GetBytes(nested));
    }

    private static string Times(string text, int times) => new StringBuilder().Insert(0, text, times).ToString();

    private static List<string> Lines(byte[] input) => [.. Encoding.Latin1.GetString(input).Split('\n')];

    private static byte[] Joined(List<string> lines) => Encoding.Latin1.GetBytes(string.Join('\n', lines));
}
