using System.Buffers;
using System.Text;

namespace Postern.Core.Charsets;

/// <summary>
/// UTF-7 (RFC 2152) for texts that name it: .NET refuses it. What it encodes is text like any other; only its letters
/// are read here, before anything looks for markup in them.
/// </summary>
internal sealed class Utf7Charset : Encoding
{
    public static readonly Utf7Charset Instance = new();

    private static readonly SearchValues<byte> Digits = SearchValues.Create(Base64);

    private Utf7Charset()
        : base(65000) { }

    public override string WebName => "utf-7";

    public override int GetByteCount(char[] chars, int index, int count) => throw new NotSupportedException();

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex) =>
        throw new NotSupportedException();

    public override int GetCharCount(byte[] bytes, int index, int count) => Read(bytes.AsSpan(index, count)).Length;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        var text = Read(bytes.AsSpan(byteIndex, byteCount));
        text.CopyTo(chars.AsSpan(charIndex));
        return text.Length;
    }

    public override int GetMaxByteCount(int charCount) => throw new NotSupportedException();

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private static string Read(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        for (var i = 0; i < bytes.Length; i++)
        {
            if (bytes[i] != '+')
            {
                text.Append(char.IsAscii((char)bytes[i]) ? (char)bytes[i] : '\uFFFD');
                continue;
            }
            var length = bytes[(i + 1)..].IndexOfAnyExcept(Digits);
            var run = bytes.Slice(i + 1, length < 0 ? bytes.Length - i - 1 : length);
            text.Append(run.IsEmpty ? "+" : Units(run));
            i += run.Length;
            if (i + 1 < bytes.Length && bytes[i + 1] == '-')
                i++;
        }
        return text.ToString();
    }

    /// <summary>UTF-16 in base64 without padding.</summary>
    private static string Units(ReadOnlySpan<byte> run)
    {
        var (units, bits, count) = (new List<byte>(run.Length), 0, 0);
        foreach (var digit in run)
        {
            bits = ((bits << 6) | Base64.IndexOf(digit)) & 0xFFFF;
            count += 6;
            if (count < 8)
                continue;
            count -= 8;
            units.Add((byte)(bits >> count));
        }
        return BigEndianUnicode.GetString([.. units.Take(units.Count & ~1)]);
    }

    private static ReadOnlySpan<byte> Base64 => "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"u8;
}
