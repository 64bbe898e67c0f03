using System.Text;

namespace Postern.Contracts;

/// <summary>
/// Text that Table Storage accepts as a partition or row key: it refuses <c>/ \ # ?</c> and control characters, and 1 KiB
/// is the most that a key may hold.
/// </summary>
public static class TableKeys
{
    /// <summary>Most characters of a key: 1 KiB of UTF-16.</summary>
    public const int Longest = 512;

    // What stands before a part in the longest row key.
    private const int PrefixLength = 12;

    // ':' separates the parts of a key, '~' starts an escape, '%' and '+' do not survive every URL decoder.
    private const string Escaped = "/\\#?:~%+'";

    /// <summary>Escapes one part of a key, so that parts joined by ':' stay apart and no two texts become the same key.</summary>
    public static string Escape(string part)
    {
        if (!part.Any(MustEscape))
            return part;
        var text = new StringBuilder(part.Length + 8);
        foreach (var c in part)
        {
            if (MustEscape(c))
                text.Append('~').Append(((int)c).ToString("x4", System.Globalization.CultureInfo.InvariantCulture));
            else
                text.Append(c);
        }
        return text.ToString();
    }

    /// <summary>Whether a key holds a part, escaped, with what stands before it.</summary>
    public static bool CanHold(string part) => part.Length + (4 * part.Count(MustEscape)) <= Longest - PrefixLength;

    /// <summary>Reads back what <see cref="Escape"/> wrote.</summary>
    public static string Unescape(string key)
    {
        if (!key.Contains('~', StringComparison.Ordinal))
            return key;
        var text = new StringBuilder(key.Length);
        for (var i = 0; i < key.Length; i++)
        {
            if (key[i] != '~' || i + 4 >= key.Length)
                text.Append(key[i]);
            else
            {
                text.Append((char)Convert.ToInt32(key.Substring(i + 1, 4), 16));
                i += 4;
            }
        }
        return text.ToString();
    }

    private static bool MustEscape(char c) => char.IsControl(c) || Escaped.Contains(c, StringComparison.Ordinal);
}
