using System.Globalization;
using System.Text;

namespace Postern.Core.Text;

/// <summary>
/// Names, subjects and file names as people see them: on one line, without characters that are invisible or change the
/// order of others (Unicode TR 36 §2.5, TR 39), so that what is read is what is there.
/// </summary>
internal static class ShownText
{
    private const int NonJoiner = 0x200C;
    private const int Joiner = 0x200D;
    private const int BlackFlag = 0x1F3F4;

    // csharpier-ignore
    private static readonly int[] InvisibleLetters = [0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0];

    /// <summary>
    /// The text with a space for each control character and line separator, and without invisible characters. Joiners
    /// stay in the scripts and between the emoji that need them. A lone surrogate becomes U+FFFD.
    /// </summary>
    public static string Clean(string text)
    {
        if (IsPlain(text))
            return text;
        var clean = new StringBuilder(text.Length);
        var (before, runes) = (new Rune(' '), text.EnumerateRunes().ToArray());
        for (var i = 0; i < runes.Length; i++)
        {
            var next = i + 1 < runes.Length ? runes[i + 1] : new Rune(' ');
            if (!IsShown(runes[i], before, next))
                continue;
            before = IsLineEnd(runes[i]) ? new Rune(' ') : runes[i];
            clean.Append(before.ToString());
        }
        return clean.ToString();
    }

    private static bool IsPlain(string text) => text.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;

    private static bool IsLineEnd(Rune rune) =>
        Rune.GetUnicodeCategory(rune)
            is UnicodeCategory.Control
                or UnicodeCategory.LineSeparator
                or UnicodeCategory.ParagraphSeparator;

    private static bool IsShown(Rune rune, Rune before, Rune next) =>
        rune.Value switch
        {
            NonJoiner => NeedsJoiners(before) && NeedsJoiners(next),
            Joiner => (NeedsJoiners(before) && NeedsJoiners(next)) || (IsEmoji(before) && IsEmoji(next)),
            // The flags of England, Scotland and Wales are spelt with tags.
            >= 0xE0020 and <= 0xE007F => before.Value is BlackFlag or (>= 0xE0020 and <= 0xE007F),
            _ when Rune.GetUnicodeCategory(rune) == UnicodeCategory.Format => IsSign(rune),
            _ => !InvisibleLetters.Contains(rune.Value),
        };

    // Signs of Arabic, Syriac and Kaithi numbers count as formats, and are visible.
    private static bool IsSign(Rune rune) =>
        rune.Value is (>= 0x0600 and <= 0x0605) or 0x06DD or 0x070F or 0x0890 or 0x0891 or 0x08E2 or 0x110BD or 0x110CD;

    // Arabic to Myanmar, Khmer and Mongolian, and the later Indic scripts.
    private static bool NeedsJoiners(Rune rune) =>
        rune.Value
            is (>= 0x0600 and <= 0x109F)
                or (>= 0x1780 and <= 0x18AF)
                or (>= 0xA800 and <= 0xABFF)
                or (>= 0x10A00 and <= 0x11FFF);

    private static bool IsEmoji(Rune rune) =>
        rune.Value is 0xFE0F
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.OtherSymbol or UnicodeCategory.ModifierSymbol;
}
