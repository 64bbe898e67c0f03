using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Charsets;

/// <summary>
/// Texts of 7-bit octets that are not ASCII although nothing names their charset: ISO 2022, which switches between sets
/// of characters by escape sequences (RFC 1468, RFC 1557, RFC 1922), and HZ (RFC 1843).
/// </summary>
internal static partial class SevenBitText
{
    private static readonly string[] Iso2022 = ["iso-2022-jp", "iso-2022-kr", "x-cp50227"];

    /// <summary>The text; null when it is ASCII.</summary>
    public static string? Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Contains(Escape))
            return NameOf(bytes) is { } name ? Read(bytes, name) : null;
        return bytes.IndexOf("~{"u8) >= 0 && IsHz(bytes) ? Read(bytes, "hz-gb-2312") : null;
    }

    /// <summary>Whether the charset is one of them.</summary>
    public static bool IsStateful(Encoding charset) =>
        Array.Exists(Iso2022, name => CharsetNames.Find(name)?.CodePage == charset.CodePage)
        || charset.CodePage == HzPage;

    private const byte Escape = 0x1B;
    private const int HzPage = 52936;

    // What cannot be read whole is shown as it is: its escape sequences tell the charset, and none of it is lost.
    private static string? Read(ReadOnlySpan<byte> bytes, string charset) =>
        CharsetNames.Find(charset)?.GetString(bytes) is { } text && !text.Contains('\uFFFD', StringComparison.Ordinal)
            ? text
            : null;

    private static string? NameOf(ReadOnlySpan<byte> bytes)
    {
        for (var rest = bytes; rest.IndexOf(Escape) is var at and >= 0; rest = rest[(at + 1)..])
        {
            switch (rest[(at + 1)..])
            {
                case [(byte)'$', (byte)'B' or (byte)'@', ..] or [(byte)'(', (byte)'J' or (byte)'I', ..]:
                    return Iso2022[0];
                case [(byte)'$', (byte)')', (byte)'C', ..]:
                    return Iso2022[1];
                case [(byte)'$', (byte)')', (byte)'A', ..]:
                    return Iso2022[2];
            }
        }
        return null;
    }

    // Each run must end, and hold nothing but characters of GB 2312.
    private static bool IsHz(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes);
        var runs = HzRun().Count(text);
        return runs > 0 && runs == HzStart().Count(text);
    }

    [GeneratedRegex(@"~\{(?:[!-w][!-~])+~\}", RegexOptions.NonBacktracking)]
    private static partial Regex HzRun();

    [GeneratedRegex(@"~\{", RegexOptions.NonBacktracking)]
    private static partial Regex HzStart();
}
