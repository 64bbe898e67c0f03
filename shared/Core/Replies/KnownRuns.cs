using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Postern.Core.Replies;

/// <summary>
/// Runs of words that a mail and known texts have in common, found by three words in a row. Only places of words that the
/// mail has are noted. Looking a word up takes a bounded time, and words that were found together are not looked at again:
/// the whole search is linear in both texts.
/// </summary>
internal sealed class KnownRuns
{
    /// <summary>Words in a row that are no coincidence.</summary>
    public const int LeastRun = 3;

    // Places where the same three words are tried: footers occur in each message.
    private const int MostPlaces = 4;

    // Words that a program may leave out of the quote, such as the number of a list or the label of a button.
    private const int MostLeftOut = 8;

    // Enough for the words of the longest texts that are compared.
    private const int BitsOfWord = 21;
    private const int None = -1;

    private readonly KnownWords known;
    private readonly List<int> words;
    private readonly List<int> reply;
    private readonly Dictionary<long, int> places = [];
    private readonly int[] others;

    /// <param name="known">The texts.</param>
    /// <param name="reply">The words of the mail, by their numbers in the texts.</param>
    public KnownRuns(KnownWords known, List<int> reply)
    {
        (this.known, words, this.reply) = (known, known.Words, reply);
        others = new int[words.Count];
        for (var at = 0; at <= reply.Count - LeastRun; at++)
        {
            if (Run(reply, at) is var run and >= 0)
                places[run] = None;
        }
        for (var at = words.Count - LeastRun; at >= 0 && places.Count > 0; at--)
            Note(at);
    }

    /// <summary>The longest run of words of a line and the lines after it that one of the texts has.</summary>
    /// <param name="start">Where the run begins.</param>
    /// <param name="lineEnd">End of the line in which it begins; null within a line.</param>
    /// <param name="expected">The word of the texts after the last one found; a run after it may be a short line.</param>
    public (int Place, int Length) Longest(int start, int? lineEnd, int expected)
    {
        var best = (Place: 0, Length: 0);
        if (lineEnd is { } end)
            best = ShortLine(start, end, expected);
        if (start + LeastRun > reply.Count)
            return best;
        var place = places.GetValueOrDefault(Run(reply, start), None);
        for (var tried = 0; place >= 0 && tried < MostPlaces; tried++)
        {
            var length = Common(start, place, int.MaxValue);
            if (length > best.Length)
                best = (place, length);
            place = others[place];
        }
        return best;
    }

    // A line of one or two words counts only where it is due: next, or as a line of its own soon after.
    private (int Place, int Length) ShortLine(int start, int end, int expected)
    {
        var length = end - start;
        if (length >= LeastRun)
            return (0, 0);
        var last = Math.Min(expected + MostLeftOut, words.Count - length - 1);
        for (var place = expected; place <= last && words[place] >= 0; place++)
        {
            var isLine = known.IsLineStart(place) && known.IsLineStart(place + length);
            if ((place == expected || isLine) && Common(start, place, length) == length)
                return (place, Common(start, place, int.MaxValue));
        }
        return (0, 0);
    }

    private int Common(int start, int place, int most)
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

    private void Note(int at)
    {
        if (Run(words, at) is not (var run and >= 0))
            return;
        ref var first = ref CollectionsMarshal.GetValueRefOrNullRef(places, run);
        if (!Unsafe.IsNullRef(ref first))
            (others[at], first) = (first, at);
    }

    /// <summary>Three words as one number; a negative one where a text ends between them or does not have one.</summary>
    private static long Run(List<int> numbers, int at)
    {
        var (one, two, three) = (numbers[at], numbers[at + 1], numbers[at + 2]);
        return (one | two | three) < 0 ? None : ((((long)one << BitsOfWord) | (long)two) << BitsOfWord) | (long)three;
    }
}
