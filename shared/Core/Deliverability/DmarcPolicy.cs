using Postern.Contracts.Http;

namespace Postern.Core.Deliverability;

/// <summary>The DMARC policy that applies to a domain (RFC 7489 §6).</summary>
public sealed record DmarcPolicy
{
    private const string Version = "v=DMARC1";

    /// <summary>The domain that publishes it: the domain itself, or one above it.</summary>
    public required string Domain { get; init; }

    /// <summary>The record.</summary>
    public required string Record { get; init; }

    /// <summary>What receivers are asked to do with mail that fails: <c>none</c>, <c>quarantine</c> or <c>reject</c>; null when the record cannot be used.</summary>
    public string? Policy { get; init; }

    /// <summary>Whether the envelope sender's domain must be the very same.</summary>
    public bool StrictSpf { get; init; }

    /// <summary>Whether the signing domain must be the very same.</summary>
    public bool StrictDkim { get; init; }

    /// <summary>Where reports go (<c>rua</c>).</summary>
    public string? Reports { get; init; }

    /// <summary>What is wrong with it; null when nothing is.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Looks at the domain and, where it has none, at those above it, down to two labels. The organizational domain would need the public suffix list; a
    /// policy that is found higher up counts here too.
    /// </summary>
    internal static DmarcPolicy? Find(string domain, DnsReader dns)
    {
        for (
            var at = domain;
            at.Contains('.', StringComparison.Ordinal);
            at = at[(at.IndexOf('.', StringComparison.Ordinal) + 1)..]
        )
        {
            var records = dns.Find(new DnsQuestion($"_dmarc.{at}", DnsType.Txt)).Records.Where(Is).ToList();
            if (records.Count > 0)
                return Read(at, records, below: at != domain);
        }
        return null;
    }

    /// <summary>Whether an alignment of SPF is enough.</summary>
    public bool Accepts(DmarcAlignment alignment) =>
        alignment == DmarcAlignment.Strict || (alignment == DmarcAlignment.Relaxed && !StrictSpf);

    private static bool Is(string record) =>
        record
            .Split(';')[0]
            .Replace(" ", "", StringComparison.Ordinal)
            .Equals(Version, StringComparison.OrdinalIgnoreCase);

    private static DmarcPolicy Read(string domain, List<string> records, bool below)
    {
        var tags = TagList.Read(records[0]);
        var policy = (below ? tags.GetValueOrDefault("sp") : null) ?? tags.GetValueOrDefault("p");
        var known = policy?.ToLowerInvariant() is "none" or "quarantine" or "reject";
        return new DmarcPolicy
        {
            Domain = domain,
            Record = records[0],
            // RFC 7489 §6.6.3: with an address for reports, a policy that cannot be read counts as none.
            Policy =
                records.Count > 1 ? null
                : known ? policy!.ToLowerInvariant()
                : tags.ContainsKey("rua") ? "none"
                : null,
            StrictSpf = IsStrict(tags, "aspf"),
            StrictDkim = IsStrict(tags, "adkim"),
            Reports = tags.GetValueOrDefault("rua"),
            Problem =
                records.Count > 1 ? "There are several records; receivers ignore them all."
                : known ? null
                : $"'{policy}' is no policy.",
        };
    }

    private static bool IsStrict(IReadOnlyDictionary<string, string> tags, string tag) =>
        tags.GetValueOrDefault(tag, "r").Equals("s", StringComparison.OrdinalIgnoreCase);
}
