using System.Collections.Immutable;
using Postern.Core.Addresses;

namespace Postern.Core.Servers;

/// <summary>
/// The addresses and domains that a server may speak for, as a comma list (P15, P16). A part with <c>@</c> is a whole address, any other
/// an exact domain: no sub-domains, no wildcards. Case does not matter, nor which form an international domain is written in (RFC 5890).
/// A part that is neither matches nothing and is named in <see cref="Errors"/>.
/// </summary>
internal sealed record FromFilter
{
    private FromFilter(
        bool open,
        ImmutableHashSet<string> addresses,
        ImmutableHashSet<string> domains,
        ImmutableArray<string> errors
    )
    {
        IsOpen = open;
        Addresses = addresses;
        Domains = domains;
        Errors = errors;
    }

    /// <summary>
    /// Whether there is no filter at all. A text of nothing but commas and spaces is a filter that matches nothing: a slip opens no server.
    /// </summary>
    public bool IsOpen { get; }

    /// <summary>Canonical addresses.</summary>
    public ImmutableHashSet<string> Addresses { get; }

    /// <summary>Canonical domain names.</summary>
    public ImmutableHashSet<string> Domains { get; }

    /// <summary>What is wrong with the text, each naming its part; empty when nothing is.</summary>
    public ImmutableArray<string> Errors { get; }

    /// <summary>Reads a filter; null or empty = no filter. Never fails: what cannot be read matches nothing.</summary>
    public static FromFilter Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return new FromFilter(true, [], [], []);
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return new FromFilter(
                false,
                [],
                [],
                ["It holds neither an address nor a domain; leave it empty for no filter."]
            );
        return new FromFilter(
            false,
            [.. parts.Select(AddressOf).OfType<string>()],
            [.. parts.Select(DomainOf).OfType<string>()],
            [.. parts.Select(ErrorOf).OfType<string>()]
        );
    }

    /// <summary>What the filter says of an address.</summary>
    public FilterMatch Match(EmailAddress address)
    {
        if (IsOpen)
            return FilterMatch.Open;
        if (Addresses.Contains(address.Address))
            return FilterMatch.Address;
        return Domains.Contains(address.Domain) ? FilterMatch.Domain : FilterMatch.Excluded;
    }

    /// <summary>Whether a server with this filter may speak for the address. Without a filter it may speak for any.</summary>
    public bool Allows(EmailAddress address) => Match(address) != FilterMatch.Excluded;

    private static string? AddressOf(string part) =>
        part.Contains('@', StringComparison.Ordinal) && EmailAddress.TryParse(part, out var address)
            ? address.Address
            : null;

    private static string? DomainOf(string part) =>
        part.AsSpan().ContainsAny('@', '*') ? null : EmailAddress.CanonicalDomain(part);

    private static string? ErrorOf(string part)
    {
        if (AddressOf(part) is not null || DomainOf(part) is not null)
            return null;
        if (part.Contains('*', StringComparison.Ordinal))
            return $"'{part}': wildcards are not known; name each address or domain.";
        if (part.Contains(';', StringComparison.Ordinal))
            return $"'{part}': the parts of the list are separated by commas.";
        if (part[0] == '@')
            return $"'{part}': a domain is written without '@'.";
        return $"'{part}' is neither an address nor a domain.";
    }
}
