using System.Text.RegularExpressions;
using Postern.Core.Text;

namespace Postern.Core.Reports;

/// <summary>Where words of a reply stand: the number of the first one, and of the one behind the last.</summary>
internal readonly record struct WordPlace(int Start, int End);

/// <summary>A reply as <see cref="ReplyForms"/> search it: in lower case, without addresses and links.</summary>
internal sealed partial class SearchedReply
{
    private readonly string[] _words;
    private readonly int[] _sentences;
    private readonly Dictionary<PhraseClass, List<WordPlace>> _places = [];

    /// <param name="text">The reply.</param>
    /// <param name="normalized">What <see cref="ReasonMatcher.Normalize"/> makes of it.</param>
    public SearchedReply(string text, string normalized)
    {
        Text = normalized;
        Links = string.Join(' ', Link().Matches(text).Select(match => match.Value)).ToLowerInvariant();
        _words = Marks().Replace(normalized, " ").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        _sentences = new int[_words.Length];
        for (var i = 1; i < _words.Length; i++)
            _sentences[i] = _sentences[i - 1] + (_words[i - 1][^1] is '.' or ';' or '!' or '?' ? 1 : 0);
    }

    /// <summary>The words with single spaces.</summary>
    public string Text { get; }

    /// <summary>The links alone.</summary>
    public string Links { get; }

    /// <summary>Every place of any of these phrases; the last word of each may go on.</summary>
    public IReadOnlyList<WordPlace> Places(PhraseClass phrases)
    {
        if (!_places.TryGetValue(phrases, out var places))
            _places.Add(phrases, places = Find(phrases));
        return places;
    }

    /// <summary>Whether two words stand in one sentence.</summary>
    public bool AreTogether(int first, int second) => _sentences[first] == _sentences[second];

    private List<WordPlace> Find(PhraseClass phrases)
    {
        var found = new List<WordPlace>();
        for (var start = 0; start < _words.Length; start++)
        {
            foreach (var phrase in phrases.BeginningAt(_words[start]))
            {
                if (IsAt(start, phrase))
                    found.Add(new(start, start + phrase.Length));
            }
        }
        return found;
    }

    private bool IsAt(int start, string[] phrase)
    {
        if (start + phrase.Length > _words.Length)
            return false;
        for (var i = 0; i < phrase.Length - 1; i++)
        {
            if (_words[start + i] != phrase[i])
                return false;
        }
        return _words[start + phrase.Length - 1].StartsWith(phrase[^1], StringComparison.Ordinal);
    }

    [GeneratedRegex("""[\s"(){}\[\]<>:,=]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Marks();

    [GeneratedRegex("""(?:https?://|\bwww\.)\S+""", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Link();
}
