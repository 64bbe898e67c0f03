using System.Globalization;
using System.Text.RegularExpressions;
using Postern.Core.Addresses;

namespace Postern.Core.Reports.Reading;

/// <summary>Addresses in the fields of a report: <c>rfc822; a@b</c>, <c>utf-8; ü@b</c> (RFC 6533 §3), with and without a type, in brackets or quotes.</summary>
internal static partial class ReportAddress
{
    // A link, and Exchange's and X.400's ways to say of what kind an address is.
    private static readonly string[] Prefixes = ["mailto:", "smtp:", "smtp="];

    /// <summary>The canonical address, or null when the value names none: a local user, an X.400 name, nothing.</summary>
    public static string? Read(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var text = Unescaped(value);
        var semicolon = text.IndexOf(';', StringComparison.Ordinal);
        var name =
            semicolon >= 0 && text.IndexOf('@', StringComparison.Ordinal) is var at && (at < 0 || semicolon < at)
                ? text[(semicolon + 1)..]
                : text;
        return Canonical(name) ?? (Address().Match(name) is { Success: true } match ? Canonical(match.Value) : null);
    }

    /// <summary>Every address in a text, in order.</summary>
    public static IEnumerable<string> All(string text) =>
        Address().Matches(text).Select(match => Canonical(match.Value)).OfType<string>().Distinct();

    /// <summary>A host in a field such as Remote-MTA, without its type (<c>dns; mx.example</c>) and brackets; null for none.</summary>
    public static string? Host(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return null;
        var name = value[(value.IndexOf(';', StringComparison.Ordinal) + 1)..].Trim();
        var host = name.Split([' ', '\t', '(', '|'], 2)[0].Trim('<', '>', '"', '.');
        return host.Length > 0 ? host.ToLowerInvariant() : null;
    }

    public static string? Canonical(string name)
    {
        var address = name.Trim().Trim('<', '>', '\'', '"', '(', ')', ' ', ',', ':', ';').TrimEnd('.');
        foreach (var prefix in Prefixes)
        {
            if (address.StartsWith(prefix, StringComparison.OrdinalIgnoreCase))
                address = address[prefix.Length..];
        }
        return
            address.Length is > 2 and < 320
            && EmailAddress.TryCreate(address, null, out var known)
            && !known.Address.Contains(' ', StringComparison.Ordinal)
            ? known.Address
            : null;
    }

    private static string Unescaped(string value) =>
        value.Contains("""\x{""", StringComparison.Ordinal) ? Escape().Replace(value, Character) : value;

    // RFC 6533 §3: EmbeddedUnicodeChar.
    private static string Character(Match match) =>
        int.TryParse(match.Groups["hex"].Value, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var code)
        && System.Text.Rune.IsValid(code)
            ? new System.Text.Rune(code).ToString()
            : match.Value;

    [GeneratedRegex("""[^\s<>()\[\]{},;:"'|]+@[^\s<>()\[\]{},;:"'|@]+""", RegexOptions.NonBacktracking)]
    public static partial Regex Address();

    [GeneratedRegex("""\\x\{(?<hex>[0-9A-Fa-f]{1,6})\}""", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Escape();
}
