using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Mime;

/// <summary>Turns bytes into text when the named charset may be missing, unknown or wrong. Never fails; no byte is dropped.</summary>
internal static partial class TextDecoding
{
    private static readonly UTF8Encoding StrictUtf8 = new(
        encoderShouldEmitUTF8Identifier: false,
        throwOnInvalidBytes: true
    );

    static TextDecoding() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>Decodes by byte order mark, the named charset, UTF-8 and last Windows-1252, whichever first fits.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset)
    {
        if (ByBom(bytes) is { } marked)
            return marked;
        var named = Named(charset);
        if (named is null || IsLatin(named))
            return Utf8(bytes) ?? Latin.GetString(bytes);
        return Strict(named, bytes) ?? Utf8(bytes) ?? named.GetString(bytes);
    }

    /// <summary>Decodes what is UTF-8 when it can be, else of the named charset.</summary>
    public static string DecodeUtf8Or(string? charset, ReadOnlySpan<byte> bytes) =>
        Utf8(bytes) ?? Decode(bytes, charset);

    /// <summary>The charset that an HTML document names in its head, or null.</summary>
    public static string? CharsetOfHtml(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, 2048)]);
        var match = MetaCharset().Match(head);
        return match.Success ? match.Groups[1].Value : null;
    }

    // Windows-1252 is ISO-8859-1 with its unused controls filled, and what most senders who say one or ASCII really use.
    private static Encoding Latin => Encoding.GetEncoding(1252);

    // Valid UTF-8 beyond ASCII is hardly ever Latin text, but Latin is the charset most often named wrongly.
    private static bool IsLatin(Encoding encoding) => encoding.CodePage is 20127 or 28591 or 1252;

    private static Encoding? Named(string? charset)
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

    private static string? ByBom(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ => null,
        };

    private static string? Utf8(ReadOnlySpan<byte> bytes) => Strict(StrictUtf8, bytes);

    private static string? Strict(Encoding encoding, ReadOnlySpan<byte> bytes)
    {
        try
        {
            var strict = ReferenceEquals(encoding, StrictUtf8)
                ? encoding
                : Encoding.GetEncoding(
                    encoding.CodePage,
                    EncoderFallback.ExceptionFallback,
                    DecoderFallback.ExceptionFallback
                );
            return strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    [GeneratedRegex("""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.\-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex MetaCharset();
}
