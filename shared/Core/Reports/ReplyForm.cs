using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>
/// A line of <c>replies.txt</c> with a class or a gap: <c>recipient * {absent}</c>. It takes time in proportion to the
/// words of a reply.
/// </summary>
internal sealed class ReplyForm
{
    private const int LongestGap = 6;

    private readonly List<Piece> _pieces = [];

    public ReplyForm(string line, PhraseFile file)
    {
        var gap = 0;
        foreach (var word in line.Split(' '))
        {
            if (word == "*")
                gap = LongestGap;
            else
            {
                _pieces.Add(new Piece(file.Class(word), gap));
                gap = 0;
            }
        }
    }

    public static bool Is(string line) =>
        line.Contains('{', StringComparison.Ordinal) || line.Contains('*', StringComparison.Ordinal);

    public bool Occurs(SearchedReply reply)
    {
        if (_pieces.Exists(piece => reply.Places(piece.Phrases).Count == 0))
            return false;
        var ends = reply.Places(_pieces[0].Phrases).Select(place => place.End).ToHashSet();
        foreach (var piece in _pieces.Skip(1))
        {
            var follows = reply.Places(piece.Phrases).Where(place => Follows(reply, place, piece.Gap, ends));
            ends = follows.Select(place => place.End).ToHashSet();
        }
        return ends.Count > 0;
    }

    private static bool Follows(SearchedReply reply, WordPlace place, int gap, HashSet<int> ends)
    {
        for (var end = place.Start; end >= Math.Max(place.Start - gap, 1); end--)
        {
            if (ends.Contains(end) && reply.AreTogether(end - 1, place.Start))
                return true;
        }
        return false;
    }

    private sealed record Piece(PhraseClass Phrases, int Gap);
}
