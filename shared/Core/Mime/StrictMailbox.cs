using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Mime;

/// <summary>
/// Reads the one mailbox of a From field (RFC 5322 §3.6.2) so strictly that no other reader of mail can find another
/// one in it: of several mailboxes, groups, unbalanced quotes or comments inside the address nobody is credited. Only
/// the display name may be sloppy, where the address in angle brackets leaves no doubt.
/// </summary>
internal static partial class StrictMailbox
{
    // A control character, which no text can contain: stands for a comment.
    private const char Comment = '\u0001';
    private const string Specials = "<>\"(),;@\\";

    private const string Unbalanced = "has a quote or comment without an end";

    // Stands for a part of the name: no address can contain it.
    private const string OfName = "[";

    private static readonly UTF8Encoding Utf8 = new(false, throwOnInvalidBytes: true);

    /// <summary>The addr-spec; null with the reason, in words that follow "it", when nobody is named.</summary>
    public static (string? Address, string? Problem) Read(byte[] value)
    {
        try
        {
            return Read(Utf8.GetString(value), isUtf8: true, escapes: true);
        }
        catch (DecoderFallbackException)
        {
            // In Asian charsets a backslash can be the second byte of a character: where both can be read, they must agree.
            var text = Encoding.Latin1.GetString(value);
            var (one, other) = (Read(text, isUtf8: false, escapes: true), Read(text, isUtf8: false, escapes: false));
            if (one.Problem == Unbalanced)
                return other;
            var isClear = one.Address == other.Address || other.Problem == Unbalanced;
            return isClear ? one : (null, "can be read in two ways");
        }
    }

    private static (string? Address, string? Problem) Read(string value, bool isUtf8, bool escapes)
    {
        var text = Opaque().Replace(Fold().Replace(value, "").TrimEnd('\r', '\n'), OfName);
        if (text.Any(c => char.IsControl(c) && c != '\t' && (isUtf8 || c <= '\x7f')))
            return (null, "holds a control character");
        var (parts, problem) = Scan(text, escapes);
        if (problem is not null)
            return (null, problem);
        return AddressSpec.Read(parts, isUtf8) is { } address ? (address, null) : (null, "names no valid address");
    }

    /// <summary>The text that must be the address.</summary>
    private static (string Address, string? Problem) Scan(string text, bool escapes)
    {
        var (outside, inside, state) = (new StringBuilder(), new StringBuilder(), Place.Before);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            var end = c switch
            {
                '"' => EndOfQuoted(text, i, escapes),
                '(' => EndOfComment(text, i, escapes),
                _ => i,
            };
            if (end < 0)
                return ("", Unbalanced);
            if (Problem(text, i, state) is { } problem)
                return ("", problem);
            if (c is '<' or '>')
                state++;
            else
                (state == Place.Inside ? inside : outside).Append(c == '(' ? [Comment] : text.AsSpan(i, end - i + 1));
            if (c == '>')
                outside.Clear();
            i = end;
        }
        var rest = outside.ToString().Trim(' ', '\t', Comment);
        return state switch
        {
            Place.Before => (rest, null),
            Place.After when rest.Length == 0 => (inside.ToString().Trim(' ', '\t'), null),
            Place.After => ("", "has text after the address"),
            _ => ("", "has a bracket without an end"),
        };
    }

    private static string? Problem(string text, int at, Place state) =>
        text[at] switch
        {
            ',' when state != Place.Inside => "names several mailboxes",
            ';' when state != Place.Inside => "names a group",
            '(' when state == Place.Inside => "has a comment inside the address",
            '<' when state != Place.Before => "names several mailboxes",
            '>' when state != Place.Inside => "has a bracket without a beginning",
            '\\' when at + 1 < text.Length && Specials.Contains(text[at + 1], StringComparison.Ordinal) =>
                "has an escape outside quotes",
            _ => null,
        };

    private static int EndOfQuoted(string text, int start, bool escapes)
    {
        for (var i = start + 1; i < text.Length; i++)
        {
            if (text[i] == '\\' && IsEscape(text, i, escapes))
                i++;
            else if (text[i] == '"')
                return i;
        }
        return -1;
    }

    private static int EndOfComment(string text, int start, bool escapes)
    {
        var depth = 0;
        for (var i = start; i < text.Length; i++)
        {
            if (text[i] == '\\' && IsEscape(text, i, escapes))
                i++;
            else if (text[i] == '(')
                depth++;
            else if (text[i] == ')' && --depth == 0)
                return i;
        }
        return -1;
    }

    private static bool IsEscape(string text, int at, bool escapes) => escapes || text[at - 1] < '\x80';

    private enum Place
    {
        Before,
        Inside,
        After,
    }

    // RFC 5322 §2.2.3.
    [GeneratedRegex(@"\r?\n(?=[ \t])")]
    private static partial Regex Fold();

    // Names that nothing inside can end: raw ISO-2022-JP, and encoded words with commas that should have been encoded.
    [GeneratedRegex(@"\e\$[@B][^\e]*\e\([BJ]|=\?[\w-]+\?[BbQq]\?[^?<>""();\s]*\?=(?=[\s<])")]
    private static partial Regex Opaque();
}
