using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postern.Core.Replies;

/// <summary>
/// Text without what programs and languages write differently: case (also of Turkish dotted and dotless i), marks of
/// direction, kinds of spaces, apostrophes and colons, digits of other scripts, and composition of accents.
/// </summary>
internal static class FoldedText
{
    private const char FirstOfMarks = '\u0300';
    private const char LastOfMarks = '\u036F';

    private static readonly SearchValues<char> Invisible = SearchValues.Create(
        "\u00AD\u200B\u200C\u200D\u200E\u200F\u202A\u202B\u202C\u202D\u202E\u2060\u2066\u2067\u2068\u2069\uFEFF\uFE0F"
    );

    public static string Of(string text)
    {
        var composed = text.AsSpan().ContainsAnyInRange(FirstOfMarks, LastOfMarks) ? Compose(text) : text;
        var folded = new StringBuilder(composed.Length);
        foreach (var c in composed)
        {
            if (char.IsAscii(c))
                folded.Append(char.ToLowerInvariant(c));
            else if (!Invisible.Contains(c))
                folded.Append(Fold(c));
        }
        return folded.ToString().Trim();
    }

    private static char Fold(char c) =>
        c switch
        {
            'İ' or 'ı' => 'i',
            '’' or '‘' or 'ʼ' or '`' => '\'',
            '：' or '∶' => ':',
            '‐' or '‑' => '-',
            _ when char.IsDigit(c) => (char)('0' + CharUnicodeInfo.GetDecimalDigitValue(c)),
            _ when char.IsWhiteSpace(c) => ' ',
            _ => char.ToLowerInvariant(c),
        };

    // Half of a surrogate pair cannot be composed.
    private static string Compose(string text) =>
        text.Any(char.IsSurrogate) ? text : text.Normalize(NormalizationForm.FormC);
}
