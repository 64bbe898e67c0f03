namespace Postern.Contracts.Http;

/// <summary>
/// Whether SPF can make a mail pass DMARC (RFC 7489 §3.1.2): the domain of the envelope sender against that of the header From. The
/// organizational domain would need the public suffix list; compared here is whether the two are equal or one is below the other. Two
/// siblings of one organization are therefore reported as not aligned. DKIM can align a mail by itself and is not looked at.
/// </summary>
public enum DmarcAlignment
{
    /// <summary>The domains differ, or the envelope sender is null.</summary>
    None,

    /// <summary>One domain is a sub-domain of the other: enough for the relaxed mode, which is the default.</summary>
    Relaxed,

    /// <summary>The domains are the same: enough for the strict mode too.</summary>
    Strict,
}
