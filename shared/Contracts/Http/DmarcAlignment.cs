namespace Postern.Contracts.Http;

/// <summary>
/// Whether SPF can make a mail pass DMARC (RFC 7489 §3.1.2): compares the domain of the envelope sender with that of
/// the header From. The organizational domain would need the public suffix list, so relaxed alignment means that the
/// domains are equal or one is a subdomain of the other; siblings of one organization count as not aligned. Alignment
/// by DKIM is not considered.
/// </summary>
public enum DmarcAlignment
{
    /// <summary>The domains differ, or the envelope sender is null.</summary>
    None,

    /// <summary>One domain is a subdomain of the other: sufficient for relaxed mode, the default of DMARC.</summary>
    Relaxed,

    /// <summary>The domains are equal: sufficient for strict mode.</summary>
    Strict,
}
