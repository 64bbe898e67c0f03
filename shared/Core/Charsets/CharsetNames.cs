using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Charsets;

/// <summary>
/// Finds charsets by the names that mail programs write: those of IANA, and forms such as <c>cp1252</c>, <c>x-gbk</c>,
/// <c>8859-1</c> or <c>windows1251</c>.
/// </summary>
internal static partial class CharsetNames
{
    private const int LongestName = 64;

    // Names are written by strangers.
    private const int MostRemembered = 500;

    private static readonly ConcurrentDictionary<string, Encoding?> Remembered = new(StringComparer.Ordinal);

    // Where a charset has a superset that senders really write, the superset is read.
    private static readonly Dictionary<string, string> Aliases = new(StringComparer.Ordinal)
    {
        ["utf8"] = "utf-8",
        ["utf7"] = "utf-7",
        ["utf16"] = "utf-16",
        ["utf8mb4"] = "utf-8",
        ["utf-8mb4"] = "utf-8",
        ["unicode-1-1-utf-8"] = "utf-8",
        ["unicode-1-1-utf-7"] = "utf-7",
        ["unicode"] = "utf-16",
        ["ansi"] = "windows-1252",
        ["l1"] = "windows-1252",
        ["western"] = "windows-1252",
        ["iso-latin-1"] = "windows-1252",
        ["gb2312"] = "gb18030",
        ["gb-2312"] = "gb18030",
        ["gb-2312-80"] = "gb18030",
        ["gb2312-1980"] = "gb18030",
        ["csgb2312"] = "gb18030",
        ["euc-cn"] = "gb18030",
        ["euccn"] = "gb18030",
        ["gbk"] = "gb18030",
        ["ms936"] = "gb18030",
        ["chinese"] = "gb18030",
        ["hz"] = "hz-gb-2312",
        ["big5-hkscs"] = "big5",
        ["big5hkscs"] = "big5",
        ["big5-eten"] = "big5",
        ["big-5"] = "big5",
        ["euc-kr"] = "ks_c_5601-1987",
        ["euckr"] = "ks_c_5601-1987",
        ["ksc5601"] = "ks_c_5601-1987",
        ["ks-c-5601"] = "ks_c_5601-1987",
        ["ksc5601-1987"] = "ks_c_5601-1987",
        ["ks-c-5601-1987"] = "ks_c_5601-1987",
        ["ks-c-5601-1989"] = "ks_c_5601-1987",
        ["ksc-5601"] = "ks_c_5601-1987",
        ["uhc"] = "ks_c_5601-1987",
        ["sjis"] = "shift_jis",
        ["shift-jis"] = "shift_jis",
        ["shiftjis"] = "shift_jis",
        ["ms-kanji"] = "shift_jis",
        ["ms932"] = "shift_jis",
        ["windows-31j"] = "shift_jis",
        ["cswindows31j"] = "shift_jis",
        ["eucjp"] = "euc-jp",
        ["ujis"] = "euc-jp",
        ["jis"] = "iso-2022-jp",
        ["iso-2022-jp-1"] = "iso-2022-jp",
        ["iso-2022-jp-2"] = "iso-2022-jp",
        ["iso-2022-jp-3"] = "iso-2022-jp",
        ["iso-2022-jp-2004"] = "iso-2022-jp",
        ["iso-2022-jp-ms"] = "iso-2022-jp",
        ["iso-2022-jp-ext"] = "iso-2022-jp",
        ["iso-2022-cn"] = "x-cp50227",
        ["iso-2022-cn-ext"] = "x-cp50227",
        ["tis-620"] = "windows-874",
        ["tis620"] = "windows-874",
        ["iso-8859-11"] = "windows-874",
        ["koi8"] = "koi8-r",
        ["koi8r"] = "koi8-r",
        ["koi8u"] = "koi8-u",
        ["koi8-ru"] = "koi8-u",
        ["mac"] = "macintosh",
        ["macroman"] = "macintosh",
        ["mac-roman"] = "macintosh",
        ["mac-ce"] = "x-mac-ce",
        ["mac-centraleurope"] = "x-mac-ce",
        ["mac-centralroman"] = "x-mac-ce",
        ["maccentraleurope"] = "x-mac-ce",
        ["mac-cyrillic"] = "x-mac-cyrillic",
        ["maccyrillic"] = "x-mac-cyrillic",
        ["mac-ukrainian"] = "x-mac-cyrillic",
        ["mac-greek"] = "x-mac-greek",
        ["mac-turkish"] = "x-mac-turkish",
        ["mac-icelandic"] = "x-mac-icelandic",
        ["mac-croatian"] = "x-mac-croatian",
        ["mac-romanian"] = "x-mac-romanian",
        ["mac-hebrew"] = "x-mac-hebrew",
        ["mac-arabic"] = "x-mac-arabic",
        ["mac-japanese"] = "x-mac-japanese",
        ["mac-korean"] = "x-mac-korean",
    };

    // Latin alphabets 1 to 10 and the parts of ISO 8859 that they are.
    private static readonly int[] LatinParts = [1, 2, 3, 4, 9, 10, 13, 14, 15, 16];

    static CharsetNames()
    {
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
        Encoding.RegisterProvider(TableCharsets.Instance);
    }

    /// <summary>The charset of that name, which replaces what is invalid; null when there is none.</summary>
    public static Encoding? Find(string? name)
    {
        var plain = Plain(name);
        if (plain.Length is 0 or > LongestName)
            return null;
        if (Remembered.TryGetValue(plain, out var known))
            return known;
        var found = Resolve(plain);
        if (Remembered.Count < MostRemembered)
            Remembered.TryAdd(plain, found);
        return found;
    }

    private static string Plain(string? name)
    {
        var plain = (name ?? "").AsSpan().Trim(" \t\"'\\;,<>=").ToString().ToLowerInvariant();
        if (plain.StartsWith("charset=", StringComparison.Ordinal))
            plain = plain["charset=".Length..].Trim('"', '\'', ' ');
        // ISO_8859-1:1987, and marks that old programs write around the name.
        return plain.Split(':', '$', ';', '*', ' ')[0].Replace('_', '-').TrimStart('-');
    }

    private static Encoding? Resolve(string plain)
    {
        var bare = plain.StartsWith("x-", StringComparison.Ordinal) ? plain[2..] : plain;
        return Known(Aliases.GetValueOrDefault(bare))
            ?? ByNumber(bare)
            ?? Known(plain)
            ?? Known(plain.Replace('-', '_'))
            ?? Known(bare);
    }

    private static Encoding? ByNumber(string name)
    {
        if (CodePage().Match(name) is { Success: true } page)
            return ByPage(Number(page));
        if (Latin().Match(name) is { Success: true } latin)
            return Number(latin) is > 0 and <= 10 and var number ? Part(LatinParts[number - 1]) : null;
        return Iso8859().Match(name) is { Success: true } iso ? Part(Number(iso)) : null;
    }

    private static Encoding? Part(int number) =>
        number switch
        {
            // Windows-1252, 1254 and 874 are supersets, and what senders that name the part often write.
            1 => ByPage(1252),
            9 => ByPage(1254),
            11 => ByPage(874),
            _ => ByPage(28590 + number),
        };

    private static Encoding? ByPage(int page) =>
        page switch
        {
            936 => Known("gb18030"),
            20127 => Known("us-ascii"),
            65000 => Utf7Charset.Instance,
            _ => Known(page),
        };

    private static int Number(Match match) =>
        int.TryParse(match.Groups["number"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    private static Encoding? Known(string? name)
    {
        if (name is "utf-7")
            return Utf7Charset.Instance;
        return name is null ? null : Get(() => Encoding.GetEncoding(name).CodePage);
    }

    private static Encoding? Known(int page) => Get(() => page);

    private static Encoding? Get(Func<int> page)
    {
        try
        {
            return Encoding.GetEncoding(
                page(),
                EncoderFallback.ReplacementFallback,
                new DecoderReplacementFallback("\uFFFD")
            );
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    [GeneratedRegex("^(?:cp|windows|win|ms|ibm|oem|dos)-?(?:cp-?)?(?<number>[0-9]{3,5})$")]
    private static partial Regex CodePage();

    [GeneratedRegex("^(?:cs-?iso)?-?latin-?(?<number>[0-9]{1,2})$")]
    private static partial Regex Latin();

    [GeneratedRegex("^(?:iso)?-?8859-?(?<number>[0-9]{1,2})(?:-[a-z0-9]+)?$")]
    private static partial Regex Iso8859();
}
