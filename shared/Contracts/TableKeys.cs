using System.Globalization;
using System.Text;

namespace Postern.Contracts;

/// <summary>
/// Escapes text for use in a partition or row key of Table Storage, which rejects <c>/ \ # ?</c>, control characters
/// and keys of more than 1 KiB. The text form of a <see cref="ThreadKey"/> uses the same escaping.
/// </summary>
public static class TableKeys
{
    /// <summary>Maximum length of a key in characters: 1 KiB of UTF-16.</summary>
    public const int Longest = 512;

    // The longest prefix that precedes a part in a row key.
    private const int PrefixLength = 12;

    private const int CodeLength = 4;

    // ':' separates the parts of a key, '~' starts an escape, '%' and '+' do not survive every URL decoder.
    private const string Escaped = "/\\#?:~%+'";

    /// <summary>
    /// Escapes one part of a key: the result contains no ':', and different texts have different results.
    /// </summary>
    /// <param name="part">Any text.</param>
    public static string Escape(string part)
    {
        if (!part.Any(MustEscape))
            return part;
        var text = new StringBuilder(part.Length + 8);
        foreach (var c in part)
        {
            if (MustEscape(c))
                text.Append('~').Append(((int)c).ToString("x4", CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>Whether a key has room for a part in its escaped form, together with the longest prefix.</summary>
    /// <param name="part">The text before escaping.</param>
    public static bool CanHold(string part) => part.Length + (4 * part.Count(MustEscape)) <= Longest - PrefixLength;

    /// <summary>Reverses <see cref="Escape"/>. What is no escape stays as it is.</summary>
    /// <param name="key">A part as <see cref="Escape"/> returned it.</param>
    public static string Unescape(string key)
    {
        if (!key.Contains('~', StringComparison.Ordinal))
            return key;
        var text = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != '~' || !TryReadCode(key.AsSpan(i + 1), out var c))
                text.Append(key[i]);
            else
            {
                text.Append(c);
                i += CodeLength;
            }
        }
        return text.ToString();
    }

    private static bool TryReadCode(ReadOnlySpan<char> text, out char c)
    {
        c = default;
        if (text.Length < CodeLength)
            return false;
        var hex = text[..CodeLength];
        var isCode = ushort.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code);
        c = (char)code;
        return isCode;
    }

    private static bool MustEscape(char c) => char.IsControl(c) || Escaped.Contains(c, StringComparison.Ordinal);
}
