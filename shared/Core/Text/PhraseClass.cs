namespace Postern.Core.Text;

/// <summary>Phrases of which any may stand in a place of a text, each as its words.</summary>
internal sealed class PhraseClass
{
    private readonly Dictionary<char, string[][]> _byFirst;

    public PhraseClass(IEnumerable<string> phrases)
    {
        var words = phrases.Select(phrase => phrase.Split(' '));
        _byFirst = words.GroupBy(phrase => phrase[0][0]).ToDictionary(group => group.Key, group => group.ToArray());
    }

    /// <summary>The phrases that may begin at a word.</summary>
    public IReadOnlyList<string[]> BeginningAt(string word) =>
        word.Length > 0 && _byFirst.TryGetValue(word[0], out var phrases) ? phrases : [];
}
