using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Deliverability;

/// <summary>Expands the macros of a domain in SPF (RFC 7208 §7) for mail from the postmaster of the checked domain.</summary>
internal static partial class SpfMacro
{
    private const int LongestName = 253;

    /// <summary>The domain with its macros expanded; null when it has one that cannot be read, or is no name then.</summary>
    /// <param name="text">What the record says.</param>
    /// <param name="domain">The domain whose record it is.</param>
    /// <param name="query">What is checked.</param>
    public static string? Expand(string text, string domain, SpfQuery query)
    {
        var broken = false;
        var expanded = Macro()
            .Replace(
                text,
                match =>
                {
                    var value = match.Value switch
                    {
                        "%%" => "%",
                        "%_" => " ",
                        "%-" => "%20",
                        _ => Value(match, domain, query),
                    };
                    broken |= value is null;
                    return value ?? "";
                }
            );
        return broken ? null : Name(expanded);
    }

    private static string? Name(string text)
    {
        var name = text.TrimEnd('.').ToLowerInvariant();
        // What is too long loses labels on the left (RFC 7208 §7.3).
        while (name.Length > LongestName && name.Contains('.', StringComparison.Ordinal))
            name = name[(name.IndexOf('.', StringComparison.Ordinal) + 1)..];
        var labels = name.Split('.');
        return labels.All(label => label.Length is > 0 and <= 63) && name.All(c => c is > ' ' and < '\x7f')
            ? name
            : null;
    }

    private static string? Value(Match match, string domain, SpfQuery query)
    {
        if (!match.Groups["letter"].Success)
            return null;
        var value = match.Groups["letter"].Value.ToLowerInvariant() switch
        {
            "s" => $"postmaster@{query.Domain}",
            "l" => "postmaster",
            "o" or "h" => query.Domain,
            "d" => domain,
            "i" => Dotted(query.Address),
            "p" => "unknown",
            "v" => query.Address.AddressFamily == AddressFamily.InterNetworkV6 ? "ip6" : "in-addr",
            _ => null,
        };
        return value is null ? null : Transformed(value, match);
    }

    private static string Transformed(string value, Match match)
    {
        var delimiters = match.Groups["delimiters"].Value is { Length: > 0 } given ? given : ".";
        var parts = value.Split(delimiters.ToCharArray());
        if (match.Groups["reverse"].Success)
            Array.Reverse(parts);
        var keep =
            int.TryParse(match.Groups["digits"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var digits)
            && digits > 0
                ? digits
                : parts.Length;
        return string.Join('.', parts.TakeLast(keep));
    }

    private static string Dotted(IPAddress address)
    {
        if (address.AddressFamily == AddressFamily.InterNetwork)
            return address.ToString();
        var nibbles = new StringBuilder();
        foreach (var digit in Convert.ToHexStringLower(address.GetAddressBytes()))
            nibbles.Append(digit).Append('.');
        return nibbles.ToString(0, nibbles.Length - 1);
    }

    [GeneratedRegex(
        @"%%|%_|%-|%\{(?<letter>[A-Za-z])(?<digits>[0-9]{0,3})(?<reverse>[rR])?(?<delimiters>[.\-+,/_=]*)\}|%"
    )]
    private static partial Regex Macro();
}
