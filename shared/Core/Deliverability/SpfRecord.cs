using System.Collections.Immutable;
using System.Globalization;

namespace Postern.Core.Deliverability;

/// <summary>An SPF record, read (RFC 7208 §4.5, §5, §6).</summary>
/// <param name="Terms">Its mechanisms, in order.</param>
/// <param name="Redirect">Where to go when none of them matches.</param>
/// <param name="Error">Why it cannot be used; null when it can.</param>
internal sealed record SpfRecord(ImmutableArray<SpfMechanism> Terms, string? Redirect, string? Error)
{
    private const string Version = "v=spf1";

    /// <summary>Whether a TXT record is one of SPF.</summary>
    public static bool Is(string text) =>
        text.Equals(Version, StringComparison.OrdinalIgnoreCase)
        || text.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads a record. Never fails: <see cref="Error"/> says what is wrong.</summary>
    public static SpfRecord Parse(string text)
    {
        var terms = ImmutableArray.CreateBuilder<SpfMechanism>();
        string? redirect = null;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            var end = word.AsSpan().IndexOfAny(':', '/', '=');
            if (end > 0 && word[end] == '=')
            {
                if (!word[..end].Equals("redirect", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (redirect is not null)
                    return Broken("it has two redirects");
                redirect = word[(end + 1)..];
            }
            else if (SpfMechanism.Parse(word) is { } mechanism)
            {
                terms.Add(mechanism);
            }
            else
            {
                return Broken($"'{Short(word)}' is no mechanism");
            }
        }
        return new SpfRecord(terms.ToImmutable(), redirect, null);
    }

    private static SpfRecord Broken(string why) => new([], null, why);

    private static string Short(string word) => word.Length <= 60 ? word : word[..60] + "…";
}

/// <summary>One mechanism of an SPF record.</summary>
/// <param name="Qualifier">What a match means.</param>
/// <param name="Name">Lower-case name, one of the eight of RFC 7208 §5.</param>
/// <param name="Value">Domain or network after the colon; null = the domain itself.</param>
/// <param name="Prefix4">Bits of the network that are compared, IPv4.</param>
/// <param name="Prefix6">The same for IPv6.</param>
/// <param name="Text">The mechanism as it is written.</param>
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

    /// <summary>Reads one; null when it is none.</summary>
    public static SpfMechanism? Parse(string word)
    {
        var qualifier = word[0] switch
        {
            '-' => SpfResult.Fail,
            '~' => SpfResult.SoftFail,
            '?' => SpfResult.Neutral,
            _ => SpfResult.Pass,
        };
        var rest = word[0] is '-' or '~' or '?' or '+' ? word[1..] : word;
        var end = rest.AsSpan().IndexOfAny(':', '/');
        var name = (end < 0 ? rest : rest[..end]).ToLowerInvariant();
        if (!Names.Contains(name))
            return null;
        var value = end >= 0 && rest[end] == ':' ? rest[(end + 1)..] : null;
        var (prefix4, prefix6) = (32, 128);
        if (name is "a" or "mx")
        {
            var slash = rest.IndexOf('/', StringComparison.Ordinal);
            if (slash >= 0 && !Prefixes(rest[(slash + 1)..], ref prefix4, ref prefix6))
                return null;
            if (slash >= 0 && value is not null)
                value = value[..^(rest.Length - slash)];
        }
        return Fits(name, value) ? new SpfMechanism(qualifier, name, value, prefix4, prefix6, word) : null;
    }

    private static bool Fits(string name, string? value) =>
        name switch
        {
            "all" => value is null,
            "include" or "exists" => value is { Length: > 0 },
            "ip4" or "ip6" => value is { Length: > 0 } && SpfNetwork.Parse(value, name == "ip6") is not null,
            _ => value is not { Length: 0 },
        };

    // "24", "24//64" or "/64" after the first slash.
    private static bool Prefixes(string text, ref int prefix4, ref int prefix6)
    {
        var parts = text.Split("/");
        return parts switch
        {
            [var four] => Bits(four, 32, ref prefix4),
            ["", var six] => Bits(six, 128, ref prefix6),
            [var four, "", var six] => Bits(four, 32, ref prefix4) && Bits(six, 128, ref prefix6),
            _ => false,
        };
    }

    private static bool Bits(string text, int most, ref int bits) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out bits) && bits <= most;
}
