using System.Text;
using System.Text.RegularExpressions;
using MimeKit;
using MimeKit.Utils;
using Postern.Core.Addresses;

namespace Postern.Core.Mime;

/// <summary>
/// Parses the value of an address field (RFC 5322 §3.4). A malformed value is parsed piece by piece: <c>;</c> as a
/// separator, names without quotes, addresses inside encoded words, white space around the @.
/// </summary>
internal static partial class AddressField
{
    private static readonly ParserOptions Options = new() { AllowAddressesWithoutDomain = false };

    /// <summary>The usable addresses in order; anything else is skipped.</summary>
    public static IReadOnlyList<EmailAddress> Read(byte[] value)
    {
        if (value.AsSpan().IndexOf((byte)'@') < 0 && value.AsSpan().IndexOf("=?"u8) < 0)
            return [];
        var clean = Array.FindIndex(value, IsControl) < 0 ? value : Array.FindAll(value, b => !IsControl(b));
        if (InternetAddressList.TryParse(Options, clean, out var list) && Usable(list) is { Count: > 0 } usable)
            return usable;
        return Split(TextDecoding.Decode(clean, null)).SelectMany(ReadPiece).ToList();
    }

    private static bool IsControl(byte b) => b < 32 && b is not (byte)'\t' and not (byte)'\r' and not (byte)'\n';

    // One unusable mailbox makes the whole result unreliable: MimeKit parses `<=?utf-8?q?a=40b.c?=>` as an address.
    private static List<EmailAddress>? Usable(InternetAddressList list)
    {
        var addresses = new List<EmailAddress>();
        foreach (var mailbox in list.Mailboxes)
        {
            if (!EmailAddress.TryCreate(mailbox.Address, mailbox.Name, out var address))
                return null;
            addresses.Add(address);
        }
        return addresses;
    }

    private static IEnumerable<EmailAddress> ReadPiece(string piece)
    {
        var text = piece.Trim();
        if (InternetAddressList.TryParse(Options, text, out var list) && Usable(list) is { Count: > 0 } usable)
            return usable;
        if (Salvage(text) is { } salvaged)
            return [salvaged];
        if (!text.Contains("=?", StringComparison.Ordinal))
            return [];
        return Salvage(DecodeWords(text)) is { } decoded ? [decoded] : [];
    }

    private static string DecodeWords(string text) => Rfc2047.DecodeText(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// The first thing in the text that looks like an address, with the text before it as the name; or null.
    /// </summary>
    private static EmailAddress? Salvage(string text)
    {
        var match = Bracketed().Match(text);
        if (!match.Success)
            match = Bare().Match(text);
        if (!match.Success)
            return null;
        var name = DecodeWords(text[..match.Index]).Trim(' ', '\t', '"', '\'', ',', ':', '<');
        var address = string.Concat(match.Groups["address"].Value.Where(c => !char.IsWhiteSpace(c)));
        return EmailAddress.TryCreate(address, name, out var result) ? result : null;
    }

    /// <summary>
    /// Splits at every comma and semicolon outside quotes and comments, which nest (RFC 5322 §3.2.2). Unbalanced quotes
    /// and comments are ignored.
    /// </summary>
    private static IEnumerable<string> Split(string text)
    {
        var hasBalancedQuotes = text.Count(c => c == '"') % 2 == 0;
        var hasBalancedComments = text.Count(c => c == '(') == text.Count(c => c == ')');
        var (start, inQuotes, depth) = (0, false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '"' && hasBalancedQuotes)
                inQuotes = !inQuotes;
            else if (hasBalancedComments && !inQuotes && c is '(' or ')')
                depth = Math.Max(0, depth + (c == '(' ? 1 : -1));
            if (inQuotes || depth > 0 || c is not (',' or ';'))
                continue;
            yield return text[start..i];
            start = i + 1;
        }
        yield return text[start..];
    }

    [GeneratedRegex(
        """<\s*(?:mailto:)?(?<address>[^<>@\s"]+\s*@\s*[^<>@\s]+)\s*>?""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Bracketed();

    [GeneratedRegex(
        """(?<address>[^\s<>@"',;:()\[\]][^\s<>@",;:()\[\]]*\s*@\s*[^\s<>@"',;:()]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture
    )]
    private static partial Regex Bare();
}
