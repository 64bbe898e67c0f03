using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Postern.Core.Addresses;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// Parses addresses in the fields of a report: <c>rfc822; a@b</c>, <c>utf-8; ü@b</c> (RFC 6533 §3), with and without a
/// type, in brackets or quotes.
/// </summary>
internal static partial class ReportAddress
{
    private const int LongestAddress = 319;

    // Links, and the address types that Exchange and X.400 write.
    private static readonly string[] Prefixes = ["mailto:", "smtp:", "smtp="];

    /// <summary>The canonical address, or null when the value has none: a local user, an X.400 name, nothing.</summary>
    public static string? Read(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var address = WithoutType(Unescape(value));
        if (Foreign(value) is { } foreign)
            return foreign;
        if (Canonical(address) is { } canonical)
            return canonical;
        return Address().Match(address) is { Success: true } match ? Canonical(match.Value) : null;
    }

    /// <summary>Every address in a text, in order, each once.</summary>
    public static IEnumerable<string> All(string text) =>
        Address().Matches(text).Select(match => Canonical(match.Value)).OfType<string>().Distinct();

    /// <summary>
    /// The host of a field such as Remote-MTA, without its type (<c>dns; mx.example</c>) and brackets; null without
    /// one.
    /// </summary>
    public static string? Host(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var name = value[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
        var host = name.Split([' ', '\t', '(', '|'], 2)[0].Trim('<', '>', '"', '.');
        return host.Length > 0 ? host.ToLowerInvariant() : null;
    }

    /// <summary>
    /// The canonical form of one address, which may be in brackets or quotes; null when it is not one.
    /// </summary>
    public static string? Canonical(string text)
    {
        var address = WithoutPrefixes(WithoutMarks(text.Trim()));
        if (address.Length is <= 2 or > LongestAddress || !EmailAddress.TryCreate(address, null, out var parsed))
            return null;
        return parsed.Address.Contains(' ', StringComparison.Ordinal) ? null : parsed.Address;
    }

    // Exchange and X.400 gateways encode an internet address in one of their own: `IMCEASMTP-ann+40b+2Eexample@c`
    // (a plus sign and two hexadecimal digits), `C=US;…;DDA:RFC-822=ann(a)b.example;`.
    private static string? Foreign(string value)
    {
        if (Encapsulated().Match(value) is { Success: true } encapsulated)
            return Canonical(PlusHex().Replace(encapsulated.Groups["address"].Value, Unescape));
        return DomainDefined().Match(value) is { Success: true } defined
            ? Canonical(defined.Groups["address"].Value.Replace("(a)", "@", StringComparison.OrdinalIgnoreCase))
            : null;
    }

    // The quotes of a quoted local part are its own.
    private static string WithoutMarks(string text)
    {
        var bare = text.Trim('<', '>', '(', ')', ' ', ',', ':', ';').TrimEnd('.');
        var isQuotedLocalPart = bare.StartsWith('"') && bare.Contains("\"@", StringComparison.Ordinal);
        return isQuotedLocalPart ? bare : text.Trim('<', '>', '\'', '"', '(', ')', ' ', ',', ':', ';').TrimEnd('.');
    }

    // A semicolon after the @ is not the end of a type.
    private static string WithoutType(string text)
    {
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return semicolon >= 0 && (at < 0 || semicolon < at) ? text[(semicolon + 1)..] : text;
    }

    private static string WithoutPrefixes(string address)
    {
        foreach (var prefix in Prefixes)
        {
            if (address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                address = address[prefix.Length..];
        }
        return address;
    }

    // RFC 6533 §3: EmbeddedUnicodeChar.
    private static string Unescape(string value) =>
        value.Contains("""\x{""", StringComparison.Ordinal) ? EscapedCharacter().Replace(value, Unescape) : value;

    private static string Unescape(Match match)
    {
        var isHex = int.TryParse(
            match.Groups["hex"].Value,
            NumberStyles.HexNumber,
            CultureInfo.InvariantCulture,
            out var code
        );
        return isHex && Rune.IsValid(code) ? new Rune(code).ToString() : match.Value;
    }

    [GeneratedRegex("""[^\s<>()\[\]{},;:"'|]+@[^\s<>()\[\]{},;:"'|@]+""", RegexOptions.NonBacktracking)]
    private static partial Regex Address();

    [GeneratedRegex(
        """IMCEASMTP-(?<address>[^@\s<>]+)@""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex Encapsulated();

    [GeneratedRegex("""\+(?<hex>[0-9A-Fa-f]{2})""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex PlusHex();

    [GeneratedRegex(
        """RFC-?822[=:](?<address>[^\s;/<>]+\(a\)[^\s;/<>]+)""",
        RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase
    )]
    private static partial Regex DomainDefined();

    [GeneratedRegex("""\\x\{(?<hex>[0-9A-Fa-f]{1,6})\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex EscapedCharacter();
}
