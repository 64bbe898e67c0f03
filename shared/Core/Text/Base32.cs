using System.Buffers;

namespace Postern.Core.Text;

/// <summary>
/// Lower-case base32hex (RFC 4648 §7) without padding: not affected by case folding of addresses, and encoded numbers
/// sort in order.
/// </summary>
public static class Base32
{
    private const string Alphabet = "0123456789abcdefghijklmnopqrstuv";
    private static readonly SearchValues<char> Characters = SearchValues.Create(Alphabet);

    /// <summary>Encodes the bytes, or only the first <paramref name="length"/> characters (5 bits each).</summary>
    public static string Encode(ReadOnlySpan<byte> bytes, int? length = null)
    {
        var all = ((bytes.Length * 8) + 4) / 5;
        return string.Create(
            Math.Min(length ?? all, all),
            bytes.ToArray(),
            static (text, source) =>
            {
                for (var i = 0; i < text.Length; i++)
                    text[i] = Alphabet[FiveBits(source, i * 5)];
            }
        );
    }

    /// <summary>Encodes a non-negative number as exactly <paramref name="length"/> characters.</summary>
    public static string Encode(long number, int length) =>
        string.Create(
            length,
            number,
            static (text, value) =>
            {
                for (var i = text.Length - 1; i >= 0; i--, value >>= 5)
                    text[i] = Alphabet[(int)(value & 31)];
            }
        );

    /// <summary>Decodes a number of <see cref="Encode(long,int)"/>. False on any other character.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out long number)
    {
        number = 0;
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return false;
            number = (number << 5) | (uint)value;
        }
        return true;
    }

    /// <summary>Decodes whole bytes. False on any other character.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out byte[] bytes)
    {
        bytes = new byte[text.Length * 5 / 8];
        var (buffer, bits, written) = (0, 0, 0);
        foreach (var c in text)
        {
            var value = Alphabet.IndexOf(c, StringComparison.Ordinal);
            if (value < 0)
                return false;
            buffer = ((buffer << 5) | value) & 0xFFF;
            bits += 5;
            if (bits < 8)
                continue;
            bits -= 8;
            bytes[written++] = (byte)(buffer >> bits);
        }
        return true;
    }

    public static bool IsEncoded(ReadOnlySpan<char> text) => text.Length > 0 && text.IndexOfAnyExcept(Characters) < 0;

    private static int FiveBits(byte[] source, int bit)
    {
        var index = bit / 8;
        var pair = (source[index] << 8) | (index + 1 < source.Length ? source[index + 1] : 0);
        return (pair >> (11 - (bit % 8))) & 31;
    }
}
