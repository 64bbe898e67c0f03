using System.Globalization;

namespace Postern.Core.Deliverability;

/// <summary>One mechanism of an SPF record (RFC 7208 §5).</summary>
/// <param name="Qualifier">The result of a match.</param>
/// <param name="Name">Lower-case name, one of the eight of RFC 7208 §5.</param>
/// <param name="Value">Domain or network after the colon; null = the domain itself.</param>
/// <param name="Prefix4">Number of bits of an IPv4 network that are compared.</param>
/// <param name="Prefix6">Number of bits of an IPv6 network that are compared.</param>
/// <param name="Text">The mechanism as it is in the record.</param>
internal sealed record SpfMechanism(
    SpfResult Qualifier,
    string Name,
    string? Value,
    int Prefix4,
    int Prefix6,
    string Text
)
{
    private static readonly string[] Names = ["all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists"];

    /// <summary>Parses a mechanism; null when it is invalid.</summary>
    public static SpfMechanism? Parse(string word)
    {
        var term = word[0] is '-' or '~' or '?' or '+' ? word[1..] : word;
        var end = term.AsSpan().IndexOfAny(':', '/');
        var name = (end < 0 ? term : term[..end]).ToLowerInvariant();
        if (!Names.Contains(name))
            return null;
        var (prefix4, prefix6) = (32, 128);
        var slash = name is "a" or "mx" ? term.IndexOf('/', StringComparison.Ordinal) : -1;
        if (slash >= 0 && !ParsePrefixes(term[(slash + 1)..], ref prefix4, ref prefix6))
            return null;
        var value = ValueOf(slash < 0 ? term : term[..slash], end);
        return IsValid(name, value)
            ? new SpfMechanism(QualifierOf(word[0]), name, value, prefix4, prefix6, word)
            : null;
    }

    private static SpfResult QualifierOf(char first) =>
        first switch
        {
            '-' => SpfResult.Fail,
            '~' => SpfResult.SoftFail,
            '?' => SpfResult.Neutral,
            _ => SpfResult.Pass,
        };

    private static string? ValueOf(string term, int end) =>
        end >= 0 && end < term.Length && term[end] == ':' ? term[(end + 1)..] : null;

    private static bool IsValid(string name, string? value) =>
        name switch
        {
            "all" => value is null,
            "include" or "exists" => value is { Length: > 0 },
            "ip4" or "ip6" => value is { Length: > 0 } && SpfNetwork.Parse(value, name == "ip6") is not null,
            _ => value is not { Length: 0 },
        };

    // "24", "24//64" or "/64" after the first slash.
    private static bool ParsePrefixes(string text, ref int prefix4, ref int prefix6) =>
        text.Split('/') switch
        {
            [var four] => ParseBits(four, 32, ref prefix4),
            ["", var six] => ParseBits(six, 128, ref prefix6),
            [var four, "", var six] => ParseBits(four, 32, ref prefix4) && ParseBits(six, 128, ref prefix6),
            _ => false,
        };

    private static bool ParseBits(string text, int most, ref int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most;
}
