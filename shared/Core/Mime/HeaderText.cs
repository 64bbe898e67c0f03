using System.Text;
using System.Text.RegularExpressions;
using System.Text.Unicode;
using MimeKit;
using MimeKit.Encodings;
using MimeKit.Utils;
using Postern.Core.Charsets;

namespace Postern.Core.Mime;

/// <summary>
/// Reads values of header fields. Octets beyond ASCII, which a field must not have (RFC 5322 §2.2), and encoded words
/// (RFC 2047) whose charset is unknown or wrong are decoded as texts are.
/// </summary>
internal static partial class HeaderText
{
    private const byte Escape = 0x1B;
    private const int AsciiPage = 20127;
    private const int Utf8Page = 65001;

    /// <summary>The decoded value, unfolded.</summary>
    public static string Read(Header field, MailCharsets charsets)
    {
        var raw = field.RawValue;
        var plain = Normalise(raw, charsets);
        return ReferenceEquals(plain, raw) ? field.Value : Header.Unfold(Rfc2047.DecodeText(plain));
    }

    /// <summary>
    /// The value for a parser: encoded words and parameters name charsets that it knows, and all else is UTF-8. The
    /// same array where nothing has to change.
    /// </summary>
    public static byte[] Normalise(byte[] raw, MailCharsets charsets)
    {
        var utf8 = Utf8.IsValid(raw) && !raw.Contains(Escape) ? raw : AsUtf8(raw, charsets);
        if (utf8.AsSpan().IndexOf("=?"u8) < 0)
            return utf8;
        var text = Encoding.UTF8.GetString(utf8);
        var words = Replace(text, charsets);
        return ReferenceEquals(words, text) ? utf8 : Encoding.UTF8.GetBytes(words);
    }

    // Encoded words are ASCII in every charset that mail is written in, so that they remain.
    private static byte[] AsUtf8(byte[] raw, MailCharsets charsets) =>
        Encoding.UTF8.GetBytes(charsets.Decode(raw, null));

    private static string Replace(string text, MailCharsets charsets)
    {
        var words = EncodedWord().Matches(text);
        var replaced = new StringBuilder();
        var from = 0;
        for (var i = 0; i < words.Count; )
        {
            var last = LastOfRun(text, words, i);
            if (Decode(words, i, last, charsets) is { } decoded)
            {
                replaced.Append(text, from, words[i].Index - from).Append(Encode(decoded));
                from = words[last].Index + words[last].Length;
            }
            i = last + 1;
        }
        return from == 0 ? text : replaced.Append(text, from, text.Length - from).ToString();
    }

    // A character may be divided between two words, although it must not be (RFC 2047 §5).
    private static int LastOfRun(string text, MatchCollection words, int first)
    {
        var last = first;
        while (last + 1 < words.Count && Continues(text, words[last], words[last + 1]))
            last++;
        return last;
    }

    private static bool Continues(string text, Match word, Match next) =>
        text.AsSpan((word.Index + word.Length)..next.Index).IsWhiteSpace()
        && Part(word, "charset").Equals(Part(next, "charset"), StringComparison.OrdinalIgnoreCase)
        && Part(word, "kind").Equals(Part(next, "kind"), StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the words; null when the parser reads them the same.</summary>
    private static string? Decode(MatchCollection words, int first, int last, MailCharsets charsets)
    {
        var bytes = new List<byte>();
        for (var i = first; i <= last; i++)
            bytes.AddRange(BytesOf(words[i]));
        var name = Part(words[first], "charset").ToString();
        var data = bytes.ToArray();
        var isRead = CharsetNames.Find(name)?.CodePage switch
        {
            Utf8Page => Utf8.IsValid(data),
            AsciiPage => Ascii.IsValid(data),
            _ => false,
        };
        return isRead && !data.Contains(Escape) ? null : charsets.Decode(data, name);
    }

    private static byte[] BytesOf(Match word)
    {
        var data = Encoding.ASCII.GetBytes(word.Groups["data"].Value);
        IMimeDecoder decoder = Part(word, "kind") is "q" or "Q"
            ? new QuotedPrintableDecoder(rfc2047: true)
            : new Base64Decoder();
        var output = new byte[decoder.EstimateOutputLength(data.Length)];
        return output[..decoder.Decode(data, 0, data.Length, output)];
    }

    private static ReadOnlySpan<char> Part(Match word, string name) => word.Groups[name].ValueSpan;

    private static string Encode(string text) => $"=?utf-8?b?{Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}?=";

    [GeneratedRegex(
        @"=\?(?<charset>[^?*\s]{1,64})(?:\*[^?\s]{0,40})?\?(?<kind>[bBqQ])\?(?<data>[^?\s]*)\?=",
        RegexOptions.NonBacktracking
    )]
    private static partial Regex EncodedWord();
}
