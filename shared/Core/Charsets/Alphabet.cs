using System.Collections.Frozen;

namespace Postern.Core.Charsets;

/// <summary>The letters beyond ASCII of a language.</summary>
/// <param name="letters">The letters, the frequent first.</param>
/// <param name="hasKana">Whether kana are written between them.</param>
internal sealed class Alphabet(string letters, bool hasKana)
{
    // Characters of these scripts that are not among the common ones may still be words.
    private const double Uncommon = 0.3;

    private const double Punctuation = 0.5;

    // Rare in mail, and what text in another charset becomes.
    private const double Wrong = -1;

    private static readonly FrozenSet<char> Signs =
        "\u00A0“”„‘’‚–—…«»‹›°§€£•·©®™¿¡№，。！？：；（）「」『』、《》【】～　・％＋／０１２３４５６７８９".ToFrozenSet();

    private readonly FrozenDictionary<char, double> weights = letters
        .Distinct()
        .Select((letter, rank) => (letter, Weight: 1 - (0.5 * rank / letters.Length)))
        .ToFrozenDictionary(each => each.letter, each => each.Weight);

    private readonly bool isCjk = letters[0] >= '\u3041';
    private readonly bool isLatin = letters[0] < '\u0250';
    private readonly bool isHangul = letters[0] >= '\uAC00';

    /// <summary>How much a text looks like one of the language: 1 entirely, 0 or less not at all.</summary>
    public double Likeness(ReadOnlySpan<char> text)
    {
        var (sum, count, run) = (0.0, 0, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            run = char.IsAscii(c) || Signs.Contains(c) ? 0 : run + 1;
            if (char.IsAscii(c))
                continue;
            count++;
            sum += isLatin && run > 2 ? Wrong : Of(c, i > 0 ? text[i - 1] : ' ');
        }
        return count == 0 ? 0 : sum / count;
    }

    private double Of(char c, char before)
    {
        if (Signs.Contains(c))
            return Punctuation;
        if (isCjk)
            return weights.ContainsKey(c) ? 1 : OfCjk(c);
        var lower = char.ToLowerInvariant(c);
        if (!weights.TryGetValue(lower, out var weight))
            return Wrong;
        var isMixed = char.IsAsciiLetter(before) && !isLatin;
        var isIrregular = lower != c && char.IsLower(before);
        return isMixed || isIrregular ? Wrong : weight;
    }

    private double OfCjk(char c) =>
        c switch
        {
            >= '\u3041' and <= '\u30FF' => hasKana ? 1 : -Uncommon,
            >= '\uAC00' and <= '\uD7A3' => isHangul ? Uncommon : Wrong,
            >= '\u4E00' and <= '\u9FFF' => isHangul ? -Uncommon : Uncommon,
            _ => Wrong,
        };
}
