using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Mime;

/// <summary>Decodes text whose charset may be missing, unknown or wrong. Never throws and drops no bytes.</summary>
internal static partial class TextDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    private const int HtmlHeadLength = 2048;

    static TextDecoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes by the first that fits: byte order mark, the named charset, UTF-8, Windows-1252.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (ByByteOrderMark(bytes) is { } marked)
            return marked;
        var named = FindEncoding(charset);
        if (named is null || IsLatin(named))
            return Utf8(bytes) ?? Latin.GetString(bytes);
        return DecodeStrictly(Strict(named), bytes) ?? Utf8(bytes) ?? named.GetString(bytes);
    }

    /// <summary>Decodes as UTF-8 if the bytes are valid UTF-8, else by the named charset.</summary>
    public static string DecodeUtf8Or(string? charset, ReadOnlySpan<byte> bytes) =>
        Utf8(bytes) ?? Decode(bytes, charset);

    /// <summary>The charset in the head of an HTML document, or null.</summary>
    public static string? CharsetOfHtml(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, HtmlHeadLength)]);
        var match = MetaCharset().Match(head);
        return match.Success ? match.Groups[1].Value : null;
    }

    // Windows-1252 is a superset of ISO-8859-1 and ASCII, and what most senders that declare one of these really use.
    private static Encoding Latin => Encoding.GetEncoding(1252);

    // Latin charsets are often declared wrongly; a text that is valid UTF-8 beyond ASCII is hardly ever Latin.
    private static bool IsLatin(Encoding encoding) => encoding.CodePage is 20127 or 28591 or 1252;

    private static Encoding? FindEncoding(string? charset)
    {
        var name = charset?.Trim().Trim('"', '\'');
        if (string.IsNullOrEmpty(name))
            return null;
        try
        {
            return Encoding.GetEncoding(Alias(name));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    private static string Alias(string name) =>
        name.ToLowerInvariant() switch
        {
            "utf8" or "utf-8mb4" or "utf8mb4" or "unicode-1-1-utf-8" => "utf-8",
            "cp1252" or "ansi" or "x-ansi" or "latin1" or "latin-1" or "8859-1" or "iso8859-1" => "windows-1252",
            "cp1250" => "windows-1250",
            "cp1251" => "windows-1251",
            "gb2312" or "gbk" or "cp936" => "gb18030",
            "ks_c_5601-1987" or "ksc5601" or "cp949" => "euc-kr",
            "cp932" or "ms932" or "windows-31j" or "x-sjis" => "shift_jis",
            "iso-8859-8-i" => "iso-8859-8",
            var other => other,
        };

    private static string? ByByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ => null,
        };

    private static string? Utf8(ReadOnlySpan<byte> bytes) => DecodeStrictly(StrictUtf8, bytes);

    private static Encoding Strict(Encoding encoding) =>
        Encoding.GetEncoding(encoding.CodePage, EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback);

    /// <summary>Null when the bytes are not valid in an encoding with exception fallbacks.</summary>
    private static string? DecodeStrictly(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.\-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex MetaCharset();
}
