using System.Net;

namespace Postern.Core.Deliverability;

/// <summary>What SPF says of an address that sends for a domain (RFC 7208 §2.6).</summary>
public enum SpfResult
{
    /// <summary>There is no record.</summary>
    None,
    Neutral,
    Pass,
    Fail,
    SoftFail,

    /// <summary>The DNS did not answer.</summary>
    TempError,

    /// <summary>The record cannot be used.</summary>
    PermError,
}

/// <summary>What is checked: an address that sends for a domain.</summary>
internal sealed record SpfQuery(IPAddress Address, string Domain);

/// <summary>The result of a check.</summary>
/// <param name="Result">The result.</param>
/// <param name="Text">Why, in words for an administrator.</param>
/// <param name="Lookups">How many terms asked the DNS; more than ten are an error (RFC 7208 §4.6.4).</param>
/// <param name="VoidLookups">How many of the questions had no answer; more than two are an error.</param>
/// <param name="Included">The domains whose records were read.</param>
internal sealed record SpfVerdict(
    SpfResult Result,
    string Text,
    int Lookups,
    int VoidLookups,
    IReadOnlyList<string> Included
);
