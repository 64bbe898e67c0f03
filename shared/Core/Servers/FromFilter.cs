using System.Collections.Immutable;
using Postern.Core.Addresses;

namespace Postern.Core.Servers;

/// <summary>
/// The addresses and domains that a server may send for, as a comma-separated list (P15, P16). A part with <c>@</c> is
/// a whole address, any other an exact domain: no subdomains, no wildcards. Letter case and the form of an
/// international domain (RFC 5890) do not matter. An invalid part matches nothing and is reported in
/// <see cref="Errors"/>.
/// </summary>
internal sealed record FromFilter
{
    private const string Empty = "It holds neither an address nor a domain; leave it empty for no filter.";

    private FromFilter() { }

    /// <summary>
    /// Whether there is no filter. A text of only commas and spaces is a filter that matches nothing: a typing error
    /// must not open a server.
    /// </summary>
    public bool IsOpen { get; private init; }

    /// <summary>Canonical addresses.</summary>
    public ImmutableHashSet<string> Addresses { get; private init; } = [];

    /// <summary>Canonical domain names.</summary>
    public ImmutableHashSet<string> Domains { get; private init; } = [];

    /// <summary>The invalid parts, each with the reason.</summary>
    public ImmutableArray<string> Errors { get; private init; } = [];

    /// <summary>Parses a filter; null or empty = no filter. Never throws.</summary>
    public static FromFilter Parse(string? text)
    {
        if (string.IsNullOrEmpty(text))
            return new FromFilter { IsOpen = true };
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (parts.Length == 0)
            return new FromFilter { Errors = [Empty] };
        return new FromFilter
        {
            Addresses = [.. parts.Select(AddressOf).OfType<string>()],
            Domains = [.. parts.Select(DomainOf).OfType<string>()],
            Errors = [.. parts.Select(ErrorOf).OfType<string>()],
        };
    }

    /// <summary>How the filter matches an address.</summary>
    public FilterMatch Match(EmailAddress address)
    {
        if (IsOpen)
            return FilterMatch.Open;
        if (Addresses.Contains(address.Address))
            return FilterMatch.Address;
        return Domains.Contains(address.Domain) ? FilterMatch.Domain : FilterMatch.Excluded;
    }

    /// <summary>
    /// Whether a server with this filter may send for the address; without a filter it may send for any.
    /// </summary>
    public bool Allows(EmailAddress address) => Match(address) != FilterMatch.Excluded;

    private static string? AddressOf(string part) =>
        part.Contains('@', StringComparison.Ordinal)
        && UrlText.Without(part) is null
        && EmailAddress.TryParse(part, out var address)
            ? address.Address
            : null;

    private static string? DomainOf(string part) => part.AsSpan().ContainsAny('@', '*') ? null : DomainNames.Read(part);

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
        if (UrlText.Without(part) is { } bare && (AddressOf(bare) ?? DomainOf(bare)) is { } meant)
            return $"'{part}' is a URL: write '{meant}'.";
        return $"'{part}' is neither an address nor a domain.";
    }
}

/// <summary>
/// How a <see cref="FromFilter"/> matches an address (P16, P20–P22). Failover orders servers by these values.
/// </summary>
internal enum FilterMatch
{
    /// <summary>The filter contains neither the address nor its domain.</summary>
    Excluded,

    /// <summary>The filter contains the whole address.</summary>
    Address,

    /// <summary>The filter contains the address's domain.</summary>
    Domain,

    /// <summary>There is no filter.</summary>
    Open,
}
