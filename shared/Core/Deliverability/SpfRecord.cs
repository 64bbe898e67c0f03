using System.Collections.Immutable;

namespace Postern.Core.Deliverability;

/// <summary>A parsed SPF record (RFC 7208 §4.5, §5, §6).</summary>
/// <param name="Terms">Its mechanisms in order.</param>
/// <param name="Redirect">The domain to evaluate when no mechanism matches; null = none.</param>
/// <param name="Error">Why the record is invalid; null when it is valid.</param>
internal sealed record SpfRecord(ImmutableArray<SpfMechanism> Terms, string? Redirect, string? Error)
{
    private const string Version = "v=spf1";
    private const int LongestQuote = 60;

    /// <summary>Whether a TXT record is an SPF record.</summary>
    public static bool Is(string text) =>
        text.Equals(Version, StringComparison.OrdinalIgnoreCase)
        || text.StartsWith(Version + " ", StringComparison.OrdinalIgnoreCase);

    /// <summary>Parses a record. Never throws: see <see cref="Error"/>.</summary>
    public static SpfRecord Parse(string text)
    {
        var terms = ImmutableArray.CreateBuilder<SpfMechanism>();
        string? redirect = null;
        foreach (var word in text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Skip(1))
        {
            if (Modifier(word) is var (name, value))
            {
                // Unknown modifiers are ignored (RFC 7208 §6).
                if (!name.Equals("redirect", StringComparison.OrdinalIgnoreCase))
                    continue;
                if (redirect is not null)
                    return Invalid("it has two redirects");
                redirect = value;
            }
            else if (SpfMechanism.Parse(word) is { } mechanism)
            {
                terms.Add(mechanism);
            }
            else
            {
                return Invalid($"'{Quote(word)}' is no mechanism");
            }
        }
        return new SpfRecord(terms.ToImmutable(), redirect, null);
    }

    // A mechanism may contain '=' as well, after ':' or '/'.
    private static (string Name, string Value)? Modifier(string word)
    {
        var end = word.AsSpan().IndexOfAny(':', '/', '=');
        return end > 0 && word[end] == '=' ? (word[..end], word[(end + 1)..]) : null;
    }

    private static SpfRecord Invalid(string why) => new([], null, why);

    private static string Quote(string word) => word.Length <= LongestQuote ? word : word[..LongestQuote] + "…";
}
