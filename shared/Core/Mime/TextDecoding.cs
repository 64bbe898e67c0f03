using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using Postern.Core.Charsets;

namespace Postern.Core.Mime;

/// <summary>
/// Decodes text whose charset may be missing, unknown or wrong. Never throws and drops no bytes: what is not valid in
/// the charset becomes U+FFFD.
/// </summary>
internal static partial class TextDecoding
{
    private const int HtmlHeadLength = 2048;

    // In valid UTF-8, so many octets that continue a character are not those of another charset by chance.
    private const int EnoughOfUtf8 = 5;

    // Of so many valid characters in UTF-8, one may be damaged.
    private const int ValidForEachDamaged = 4;

    /// <summary>
    /// Decodes by the first that fits: byte order mark, escape sequences, the named charset, UTF-8, the letters.
    /// </summary>
    public static string Decode(ReadOnlySpan<byte> bytes, string? charset) => Read(bytes, charset, []).Text;

    /// <summary>The same, with the charsets of other texts of the mail, which count before the letters.</summary>
    public static DecodedText Read(ReadOnlySpan<byte> bytes, string? charset, IReadOnlyList<Encoding> others)
    {
        if (ByByteOrderMark(bytes) is { } marked)
            return new DecodedText(marked);
        var named = CharsetNames.Find(charset);
        if (Ascii.IsValid(bytes))
            return new DecodedText(OfSevenBits(bytes, named));
        if (Utf8.IsValid(bytes) && (named is null || IsLatin(named) || IsSurelyUtf8(bytes, named)))
            return new DecodedText(Encoding.UTF8.GetString(bytes));
        if (named is null || named.CodePage is AsciiPage or Utf8Page)
            return Guess(bytes, others);
        if (Valid(bytes, named) is not { } text)
            return Utf8.IsValid(bytes) ? new DecodedText(Encoding.UTF8.GetString(bytes)) : Repair(bytes, named, others);
        var better = IsLatin(named) ? CharsetDetector.Contradict(bytes, named) : null;
        return better is null ? new DecodedText(text) : new DecodedText(better.GetString(bytes), better.WebName);
    }

    /// <summary>Decodes as UTF-8 if the bytes are valid UTF-8, else by the named charset.</summary>
    public static string DecodeUtf8Or(string? charset, ReadOnlySpan<byte> bytes) =>
        Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Decode(bytes, charset);

    /// <summary>The charset in the head of an HTML document, or null.</summary>
    public static string? CharsetOfHtml(ReadOnlySpan<byte> html)
    {
        var head = Encoding.Latin1.GetString(html[..Math.Min(html.Length, HtmlHeadLength)]);
        var match = MetaCharset().Match(head);
        return match.Success ? match.Groups[1].Value : null;
    }

    private const int AsciiPage = 20127;
    private const int LatinPage = 1252;
    private const int Utf8Page = 65001;

    // Windows-1252 is a superset of ISO-8859-1 and ASCII, and what most senders that declare one of these really use.
    private static Encoding Latin => CharsetNames.Find("windows-1252")!;

    // Latin charsets are often declared wrongly; a text that is valid UTF-8 beyond ASCII is hardly ever Latin.
    private static bool IsLatin(Encoding charset) => charset.CodePage is AsciiPage or LatinPage or Utf8Page;

    // Text in octets below 0x80 is ASCII under most labels, whatever they say.
    private static string OfSevenBits(ReadOnlySpan<byte> bytes, Encoding? named)
    {
        if (named is not null && (SevenBitText.IsStateful(named) || named is Utf7Charset))
            return named.GetString(bytes);
        if (named is { CodePage: 1200 or 1201 or 12000 or 12001 } && bytes.Contains((byte)0))
            return named.GetString(bytes);
        return SevenBitText.Read(bytes) ?? Encoding.ASCII.GetString(bytes);
    }

    private static bool IsSurelyUtf8(ReadOnlySpan<byte> bytes, Encoding named)
    {
        if (named.CodePage is 1200 or 1201 or 12000 or 12001)
            return false;
        var followers = 0;
        foreach (var b in bytes)
            followers += (b & 0xC0) == 0x80 ? 1 : 0;
        return followers >= EnoughOfUtf8;
    }

    /// <summary>Null when the bytes are not valid in the charset.</summary>
    private static string? Valid(ReadOnlySpan<byte> bytes, Encoding charset)
    {
        var text = charset.GetString(bytes);
        return text.AsSpan().IndexOfAny(NotText(charset)) < 0 ? text : null;
    }

    private static Encoding? Valid(ReadOnlySpan<byte> bytes, IReadOnlyList<Encoding> charsets)
    {
        foreach (var charset in charsets)
        {
            if (Valid(bytes, charset) is not null)
                return charset;
        }
        return null;
    }

    private static DecodedText Guess(ReadOnlySpan<byte> bytes, IReadOnlyList<Encoding> others)
    {
        if (DamagedUtf8(bytes) is { } damaged)
            return new DecodedText(damaged, "utf-8");
        var charset = Valid(bytes, others) ?? CharsetDetector.Detect(bytes) ?? Latin;
        return new DecodedText(charset.GetString(bytes), charset.WebName);
    }

    // Where most can be read, the charset is right and the text damaged.
    private static DecodedText Repair(ReadOnlySpan<byte> bytes, Encoding named, IReadOnlyList<Encoding> others)
    {
        var text = named.GetString(bytes);
        var isPlausible = !named.IsSingleByte && !SevenBitText.IsStateful(named);
        if (isPlausible && text.AsSpan().Count('\uFFFD') * ValidForEachDamaged < BeyondAscii(text))
            return new DecodedText(text, named.WebName);
        return Guess(bytes, others);
    }

    private static string? DamagedUtf8(ReadOnlySpan<byte> bytes)
    {
        var (valid, damaged) = (0, 0);
        for (var rest = bytes; !rest.IsEmpty; )
        {
            var status = Rune.DecodeFromUtf8(rest, out var rune, out var length);
            // A text may be cut inside its last character.
            if (status == OperationStatus.InvalidData)
                damaged++;
            else if (status == OperationStatus.NeedMoreData)
                break;
            else if (!rune.IsAscii)
                valid++;
            rest = rest[length..];
        }
        return valid > 0 && valid >= damaged * ValidForEachDamaged ? Encoding.UTF8.GetString(bytes) : null;
    }

    private static int BeyondAscii(string text) => text.Count(c => !char.IsAscii(c));

    // Controls beyond ASCII and characters for private use are what .NET makes of octets without a meaning.
    private static ReadOnlySpan<char> NotText(Encoding charset) => charset.IsSingleByte ? Meaningless : "\uFFFD";

    private static readonly string Meaningless = string.Concat(
        Enumerable
            .Range(0x80, 0x20)
            .Where(c => c != 0x85)
            .Concat(Enumerable.Range(0xF880, 0x80))
            .Select(c => (char)c)
            .Append('\uFFFD')
    );

    private static string? ByByteOrderMark(ReadOnlySpan<byte> bytes) =>
        bytes switch
        {
            [0xEF, 0xBB, 0xBF, ..] => Encoding.UTF8.GetString(bytes[3..]),
            [0xFF, 0xFE, ..] => Encoding.Unicode.GetString(bytes[2..]),
            [0xFE, 0xFF, ..] => Encoding.BigEndianUnicode.GetString(bytes[2..]),
            _ => null,
        };

    [GeneratedRegex("""<meta[^>]{0,200}charset\s*=\s*["']?([A-Za-z0-9_:.\-]+)""", RegexOptions.IgnoreCase)]
    private static partial Regex MetaCharset();
}

/// <summary>A decoded text.</summary>
/// <param name="Text">The text.</param>
/// <param name="Guessed">Name of the charset, where nothing but the text itself speaks for it; null where it is sure.</param>
internal readonly record struct DecodedText(string Text, string? Guessed = null);
