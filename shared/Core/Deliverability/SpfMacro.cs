using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Postern.Core.Deliverability;

/// <summary>Expands the macros in a domain of an SPF record (RFC 7208 §7).</summary>
internal static partial class SpfMacro
{
    private const int LongestName = 253;

    /// <summary>The domain with its macros expanded; null when a macro or the resulting name is invalid.</summary>
    /// <param name="text">The domain in the record.</param>
    /// <param name="domain">The domain whose record it is.</param>
    /// <param name="query">The address and the domain that are checked.</param>
    public static string? Expand(string text, string domain, SpfQuery query)
    {
        var isValid = true;
        var expanded = Macro().Replace(text, Replacement);
        return isValid ? Name(expanded) : null;

        string Replacement(Match match)
        {
            var value = match.Value switch
            {
                "%%" => "%",
                "%_" => " ",
                "%-" => "%20",
                _ => Value(match, domain, query),
            };
            isValid &= value is not null;
            return value ?? "";
        }
    }

    private static string? Name(string text)
    {
        var name = text.TrimEnd('.').ToLowerInvariant();
        // Labels are removed from the left of a name that is too long (RFC 7208 §7.3).
        if (name.Length > LongestName)
        {
            var dot = name.IndexOf('.', name.Length - LongestName - 1);
            name = name[((dot < 0 ? name.LastIndexOf('.') : dot) + 1)..];
        }
        var hasLabels = name.Split('.').All(label => label.Length is > 0 and <= 63);
        return hasLabels && name.All(c => c is > ' ' and < '\x7f') ? name : null;
    }

    private static string? Value(Match match, string domain, SpfQuery query)
    {
        if (!match.Groups["letter"].Success)
            return null;
        var value = match.Groups["letter"].Value.ToLowerInvariant() switch
        {
            "s" => $"{query.LocalPart}@{query.Domain}",
            "l" => query.LocalPart,
            "o" => query.Domain,
            "h" => query.Helo ?? query.Domain,
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
        var digits = match.Groups["digits"].Value;
        var isGiven = int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count > 0;
        return string.Join('.', parts.TakeLast(isGiven ? count : parts.Length));
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
