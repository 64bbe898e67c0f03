using Postern.Contracts.Http;

namespace Postern.Core.Deliverability;

/// <summary>What the DNS says of a domain that mail is sent from, and what is missing (P7, P12).</summary>
public sealed record DomainReport
{
    public required string Domain { get; init; }

    /// <summary>MX records, the preferred first.</summary>
    public required IReadOnlyList<string> Mx { get; init; }

    public required SpfReport Spf { get; init; }

    /// <summary>The DKIM keys that were asked for, or those found under common selectors.</summary>
    public required IReadOnlyList<DkimKey> Dkim { get; init; }

    /// <summary>The DMARC policy; null when there is none.</summary>
    public DmarcPolicy? Dmarc { get; init; }

    /// <summary>Every server that may speak for the domain now.</summary>
    public required IReadOnlyList<ServerReport> Servers { get; init; }

    /// <summary>Records to publish.</summary>
    public required IReadOnlyList<RecordToPublish> Publish { get; init; }

    /// <summary>What is wrong or missing, in words for an administrator; empty when nothing is.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}

/// <summary>The SPF of a domain.</summary>
/// <param name="Records">What is published.</param>
/// <param name="Lookups">How many DNS lookups the record can need; more than ten make it worthless (RFC 7208 §4.6.4).</param>
/// <param name="VoidLookups">How many of them have no answer; more than two make it worthless.</param>
/// <param name="Includes">The domains whose records belong to it, its own first.</param>
/// <param name="Problem">Why it cannot be used; null when it can.</param>
public sealed record SpfReport(
    IReadOnlyList<string> Records,
    int Lookups,
    int VoidLookups,
    IReadOnlyList<string> Includes,
    string? Problem
);

/// <summary>How one server stands with the domain.</summary>
public sealed record ServerReport
{
    /// <summary>Id of the server.</summary>
    public required string Server { get; init; }

    public required string Name { get; init; }

    public required string Host { get; init; }

    /// <summary>Whether mass mail leaves through it (P11).</summary>
    public bool Bulk { get; init; }

    /// <summary>The host's addresses, and what the domain's SPF says of each.</summary>
    public required IReadOnlyList<AddressVerdict> Addresses { get; init; }

    /// <summary>Whether the domain's SPF lets the server send (P12).</summary>
    public required bool Covered { get; init; }

    /// <summary>What the SPF record lacks; null when it lacks nothing.</summary>
    public string? Mechanism { get; init; }

    /// <summary>The envelope sender of mail from the domain on this server, without its tag (P27).</summary>
    public required string EnvelopeFrom { get; init; }

    public required DmarcAlignment Alignment { get; init; }

    /// <summary>Whether that is enough for the DMARC policy, so that SPF alone makes the mail pass.</summary>
    public required bool Aligned { get; init; }
}

/// <summary>What SPF says of one address.</summary>
public sealed record AddressVerdict(string Address, SpfResult Result, string Text);

/// <summary>One record that should be published.</summary>
public sealed record RecordToPublish(string Type, string Name, string Value, string Why);
