namespace Postern.Contracts.Http;

/// <summary>The DKIM key that is to be made for an alias domain.</summary>
public sealed record DkimKeyRequest
{
    /// <summary>Its algorithm; default <see cref="DkimAlgorithm.Rsa"/>.</summary>
    public DkimAlgorithm Algorithm { get; init; }

    /// <summary>
    /// Its selector, one label of a domain name (RFC 6376 §3.1): 1 to 63 lower-case letters, digits and hyphens; null =
    /// one is made from the date.
    /// </summary>
    public string? Selector { get; init; }
}
