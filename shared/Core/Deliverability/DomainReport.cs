using Postern.Contracts.Http;

namespace Postern.Core.Deliverability;

/// <summary>The DNS records of a domain from which mail is sent, and what is missing (P7, P12).</summary>
public sealed record DomainReport
{
    public required string Domain { get; init; }

    /// <summary>MX records, the preferred one first.</summary>
    public required IReadOnlyList<string> Mx { get; init; }

    public required SpfReport Spf { get; init; }

    /// <summary>
    /// The gateway's own DKIM keys, and those of the given selectors or found under common ones.
    /// </summary>
    public required IReadOnlyList<DkimKey> Dkim { get; init; }

    /// <summary>The DMARC policy; null when there is none.</summary>
    public DmarcPolicy? Dmarc { get; init; }

    /// <summary>The servers that may send for the domain.</summary>
    public required IReadOnlyList<ServerReport> Servers { get; init; }

    /// <summary>Records that should be published.</summary>
    public required IReadOnlyList<RecordToPublish> Publish { get; init; }

    /// <summary>Problems, for administrators.</summary>
    public required IReadOnlyList<string> Findings { get; init; }
}

/// <summary>The records of a domain as they were read.</summary>
internal sealed record DomainRecords(
    string Domain,
    IReadOnlyList<string> Mx,
    SpfReport Spf,
    IReadOnlyList<DkimKey> Dkim,
    DmarcPolicy? Dmarc
);

/// <summary>SPF of a domain.</summary>
/// <param name="Records">The published records.</param>
/// <param name="Lookups">How many lookups the record can need; more than ten make it invalid (RFC 7208 §4.6.4).</param>
/// <param name="VoidLookups">How many of them have no result; more than two make it invalid.</param>
/// <param name="Includes">The domains whose records it uses, its own first.</param>
/// <param name="Problem">Why it is invalid; null when it is valid.</param>
public sealed record SpfReport(
    IReadOnlyList<string> Records,
    int Lookups,
    int VoidLookups,
    IReadOnlyList<string> Includes,
    string? Problem
);

/// <summary>SPF and DMARC of the domain for one server.</summary>
public sealed record ServerReport
{
    /// <summary>Id of the server.</summary>
    public required string Server { get; init; }

    public required string Name { get; init; }

    public required string Host { get; init; }

    /// <summary>Whether it is the server for mass mailings (P11).</summary>
    public bool Bulk { get; init; }

    /// <summary>The host's addresses with the SPF result of each.</summary>
    public required IReadOnlyList<AddressVerdict> Addresses { get; init; }

    /// <summary>Whether the domain's SPF allows the server to send (P12).</summary>
    public required bool Covered { get; init; }

    /// <summary>Whether mail leaves through it with the gateway's DKIM signature, where the domain has a key.</summary>
    public bool Sign { get; init; }

    /// <summary>The mechanism that the SPF record is missing; null when it is complete.</summary>
    public string? Mechanism { get; init; }

    /// <summary>The envelope sender of mail from the domain on this server, without tag (P27).</summary>
    public required string EnvelopeFrom { get; init; }

    public required DmarcAlignment Alignment { get; init; }

    /// <summary>Whether the alignment satisfies the DMARC policy, so that SPF alone makes the mail pass.</summary>
    public required bool Aligned { get; init; }
}

/// <summary>The SPF result of one address, with the reason.</summary>
public sealed record AddressVerdict(string Address, SpfResult Result, string Text);

/// <summary>A DNS record that should be published, with the reason.</summary>
public sealed record RecordToPublish(string Type, string Name, string Value, string Why)
{
    /// <summary>
    /// The value as strings of at most 255 octets, where one string is too short for it (RFC 1035 §3.3); else null.
    /// </summary>
    public IReadOnlyList<string>? Strings { get; init; }
}
