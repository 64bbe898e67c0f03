namespace Postern.Core.Deliverability;

/// <summary>
/// The DMARC records from a domain up to the root. They tell its organizational domain without a list of public
/// suffixes (the tree walk of the successor of RFC 7489, with the tags <c>psd</c>, <c>np</c> and <c>t</c>).
/// </summary>
internal sealed class DmarcTree
{
    private const int MostQueries = 8;

    private readonly string _domain;
    private readonly List<DmarcPolicy> _found = [];

    private DmarcTree(string domain) => _domain = domain;

    /// <summary>Whether a question got no answer.</summary>
    public bool HasFailed { get; private set; }

    /// <summary>The record that applies: the domain's own, else the organizational domain's, else that above it.</summary>
    public DmarcPolicy? Policy => At(_domain) ?? At(OrganizationalDomain) ?? _found.LastOrDefault();

    /// <summary>The domain of the organization that the domain belongs to.</summary>
    public string OrganizationalDomain
    {
        get
        {
            if (_found.Count == 0)
                return _domain;
            var top = _found[^1];
            // One that registers domains for others publishes psd=y: each name below it is another organization.
            return Tag(top, "psd") == "y" && top.Domain != _domain ? Below(top.Domain) : top.Domain;
        }
    }

    /// <summary>Whether a domain above registers domains for others.</summary>
    public bool IsRegistry(string domain) => At(domain) is { } record && Tag(record, "psd") == "y";

    /// <summary>Asks for the records of a domain and of those above it: eight questions at most.</summary>
    public static DmarcTree Walk(string domain, DnsReader dns)
    {
        var tree = new DmarcTree(domain);
        var labels = domain.Split('.');
        var left = labels.Length;
        for (var query = 0; query < MostQueries && left > 0; query++)
        {
            var name = string.Join('.', labels[^left..]);
            var reply = dns.Find(new DnsQuestion($"_dmarc.{name}", DnsType.Txt));
            tree.HasFailed |= reply.Status == DnsStatus.Failed;
            if (DmarcPolicy.Read(name, reply, below: name != domain) is { } record)
            {
                tree._found.Add(record);
                if (Tag(record, "psd") is "y" or "n")
                    break;
            }
            left = Math.Min(left - 1, MostQueries - 1);
        }
        return tree;
    }

    /// <summary>
    /// The policy for mail that fails: <c>none</c>, <c>quarantine</c> or <c>reject</c>, a step milder while the owner
    /// tests it; null when there is no valid record.
    /// </summary>
    public string? RequestedPolicy(DnsReader dns)
    {
        if (Policy is not { Policy: { } policy } record)
            return null;
        var isBelow = record.Domain != _domain;
        if (isBelow && Tag(record, "np") is "none" or "quarantine" or "reject" && !Exists(dns))
            policy = Tag(record, "np")!;
        var isTest = Tag(record, "t") == "y" || Tag(record, "pct") == "0";
        return isTest ? (policy == "reject" ? "quarantine" : "none") : policy;
    }

    private bool Exists(DnsReader dns) =>
        new[] { DnsType.A, DnsType.Aaaa, DnsType.Mx }.Any(type =>
            dns.Find(new DnsQuestion(_domain, type)).Status != DnsStatus.None
        );

    private DmarcPolicy? At(string domain) => _found.Find(record => record.Domain == domain);

    private string Below(string suffix)
    {
        var rest = _domain[..^(suffix.Length + 1)];
        return $"{rest[(rest.LastIndexOf('.') + 1)..]}.{suffix}";
    }

    private static string? Tag(DmarcPolicy record, string tag) =>
        TagList.Read(record.Record).GetValueOrDefault(tag)?.ToLowerInvariant();
}
