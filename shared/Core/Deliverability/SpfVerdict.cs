using System.Net;

namespace Postern.Core.Deliverability;

/// <summary>Results of SPF (RFC 7208 §2.6).</summary>
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

    /// <summary>The record is invalid.</summary>
    PermError,
}

/// <summary>The question whether an address may send for a domain.</summary>
internal sealed record SpfQuery(IPAddress Address, string Domain)
{
    /// <summary>The local part of the sender.</summary>
    public string LocalPart { get; init; } = "postmaster";

    /// <summary>What the client called itself; null when it is not known.</summary>
    public string? Helo { get; init; }
}

/// <summary>The result of one record, with the reason for administrators.</summary>
internal sealed record SpfOutcome(SpfResult Result, string Text);

/// <summary>The answer to an <see cref="SpfQuery"/>.</summary>
/// <param name="Result">The result.</param>
/// <param name="Text">The reason, for administrators.</param>
/// <param name="Lookups">Number of terms that needed lookups; more than ten are an error (RFC 7208 §4.6.4).</param>
/// <param name="VoidLookups">Number of lookups without a result; more than two are an error.</param>
/// <param name="Included">The domains whose records were evaluated.</param>
internal sealed record SpfVerdict(
    SpfResult Result,
    string Text,
    int Lookups,
    int VoidLookups,
    IReadOnlyList<string> Included
);
