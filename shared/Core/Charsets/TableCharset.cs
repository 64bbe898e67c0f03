using System.Text;

namespace Postern.Core.Charsets;

/// <summary>
/// A charset of one octet a character that has ASCII and C1 controls below 0xA0 and its own characters above, as those
/// of ISO 8859.
/// </summary>
/// <param name="name">Its name (IANA).</param>
/// <param name="codePage">A number by which it is known here.</param>
/// <param name="upper">Its 96 characters from 0xA0 on.</param>
internal sealed class TableCharset(string name, int codePage, string upper) : Encoding(codePage)
{
    private const int FirstOfTable = 0xA0;

    public override string WebName => name;

    public override bool IsSingleByte => true;

    public override int GetByteCount(char[] chars, int index, int count) => count;

    public override int GetBytes(char[] chars, int charIndex, int charCount, byte[] bytes, int byteIndex)
    {
        for (var i = 0; i < charCount; i++)
            bytes[byteIndex + i] = ToByte(chars[charIndex + i]);
        return charCount;
    }

    public override int GetCharCount(byte[] bytes, int index, int count) => count;

    public override int GetChars(byte[] bytes, int byteIndex, int byteCount, char[] chars, int charIndex)
    {
        for (var i = 0; i < byteCount; i++)
        {
            var b = bytes[byteIndex + i];
            chars[charIndex + i] = b < FirstOfTable ? (char)b : upper[b - FirstOfTable];
        }
        return byteCount;
    }

    public override int GetMaxByteCount(int charCount) => charCount;

    public override int GetMaxCharCount(int byteCount) => byteCount;

    private byte ToByte(char c)
    {
        if (c < FirstOfTable)
            return (byte)c;
        var at = upper.IndexOf(c, StringComparison.Ordinal);
        return at < 0 ? (byte)'?' : (byte)(at + FirstOfTable);
    }
}
