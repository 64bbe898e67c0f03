using Postern.Contracts.Http;

namespace Postern.Core.Deliverability;

/// <summary>The DMARC policy that applies to a domain (RFC 7489 §6).</summary>
public sealed record DmarcPolicy
{
    private const string Version = "v=DMARC1";

    /// <summary>The domain that publishes it: the domain itself, or a parent domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The text of the record.</summary>
    public required string Record { get; init; }

    /// <summary>
    /// The requested handling of mail that fails: <c>none</c>, <c>quarantine</c> or <c>reject</c>; null when the record
    /// is invalid.
    /// </summary>
    public string? Policy { get; init; }

    /// <summary>Whether the envelope sender's domain must be equal (<c>aspf=s</c>).</summary>
    public bool StrictSpf { get; init; }

    /// <summary>Whether the signing domain must be equal (<c>adkim=s</c>).</summary>
    public bool StrictDkim { get; init; }

    /// <summary>Where aggregate reports are sent (<c>rua</c>).</summary>
    public string? Reports { get; init; }

    /// <summary>What is wrong with the record; null when it is valid.</summary>
    public string? Problem { get; init; }

    /// <summary>
    /// Searches the domain and its parent domains, except top-level ones. Searching only the organizational domain
    /// would need the public suffix list, so the policy of a public suffix counts here too.
    /// </summary>
    internal static DmarcPolicy? Find(string domain, DnsReader dns)
    {
        for (var at = domain; ParentOf(at) is { } parent; at = parent)
        {
            var reply = dns.Find(new DnsQuestion($"_dmarc.{at}", DnsType.Txt));
            var records = reply.Records.Where(Is).ToList();
            if (records.Count > 0)
                return Read(at, records, below: at != domain);
        }
        return null;
    }

    /// <summary>The record in a reply; null when there is none or, which counts as none, several.</summary>
    /// <param name="at">The domain that was asked for.</param>
    /// <param name="reply">The reply.</param>
    /// <param name="below">Whether it is to apply to a domain below that one.</param>
    internal static DmarcPolicy? Read(string at, DnsReply reply, bool below) =>
        reply.Records.Where(Is).ToList() is [var record] ? Read(at, [record], below) : null;

    /// <summary>Whether SPF with this alignment makes a mail pass.</summary>
    public bool Accepts(DmarcAlignment alignment) =>
        alignment == DmarcAlignment.Strict || (alignment == DmarcAlignment.Relaxed && !StrictSpf);

    private static string? ParentOf(string domain)
    {
        var dot = domain.IndexOf('.', StringComparison.Ordinal);
        return dot < 0 ? null : domain[(dot + 1)..];
    }

    private static bool Is(string record)
    {
        var first = record.Split(';')[0].Replace(" ", "", StringComparison.Ordinal);
        return first.Equals(Version, StringComparison.OrdinalIgnoreCase);
    }

    private static DmarcPolicy Read(string domain, List<string> records, bool below)
    {
        var tags = TagList.Read(records[0]);
        var (policy, problem) = PolicyOf(tags, below);
        var isSingle = records.Count == 1;
        return new DmarcPolicy
        {
            Domain = domain,
            Record = records[0],
            Policy = isSingle ? policy : null,
            StrictSpf = IsStrict(tags, "aspf"),
            StrictDkim = IsStrict(tags, "adkim"),
            Reports = tags.GetValueOrDefault("rua"),
            Problem = isSingle ? problem : "There are several records; receivers ignore them all.",
        };
    }

    private static (string? Policy, string? Problem) PolicyOf(IReadOnlyDictionary<string, string> tags, bool below)
    {
        var text = (below ? tags.GetValueOrDefault("sp") : null) ?? tags.GetValueOrDefault("p");
        var policy = text?.ToLowerInvariant();
        if (policy is "none" or "quarantine" or "reject")
            return (policy, null);
        // With an address for reports an invalid policy counts as none (RFC 7489 §6.6.3).
        return (tags.ContainsKey("rua") ? "none" : null, $"'{text}' is no policy.");
    }

    private static bool IsStrict(IReadOnlyDictionary<string, string> tags, string tag) =>
        tags.GetValueOrDefault(tag, "r").Equals("s", StringComparison.OrdinalIgnoreCase);
}
