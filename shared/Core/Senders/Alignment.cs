using Postern.Core.Deliverability;

namespace Postern.Core.Senders;

/// <summary>Whether other domains are aligned with the one of a From, and what its owner asks for (DMARC).</summary>
internal sealed class Alignment(string from, DnsReader dns)
{
    private DmarcTree? _tree;

    /// <summary>Whether the DNS failed on the way: nothing is then known of the policy.</summary>
    public bool HasFailed => Tree.HasFailed;

    private DmarcTree Tree => _tree ??= DmarcTree.Walk(from, dns);

    /// <summary>
    /// Whether a domain that passed speaks for the From: the same domain, or where the policy is not strict, one of the
    /// same organization.
    /// </summary>
    public bool Accepts(string domain, Func<DmarcPolicy, bool> strict)
    {
        if (domain == from)
            return true;
        // What shares no two labels is of no one organization; no question is asked for it.
        if (!SharesTwoLabels(domain) || (Tree.Policy is { } policy && strict(policy)))
            return false;
        // Who holds a domain holds what is below it, unless it registers domains for others.
        if (from.EndsWith($".{domain}", StringComparison.Ordinal))
            return !Tree.IsRegistry(domain);
        return Tree.OrganizationalDomain == DmarcTree.Walk(domain, dns).OrganizationalDomain;
    }

    /// <summary>The handling that is requested for mail that fails; null when there is no valid policy.</summary>
    public string? RequestedPolicy() => Tree.RequestedPolicy(dns);

    private bool SharesTwoLabels(string domain)
    {
        var (one, other) = (from.Split('.'), domain.Split('.'));
        return one.Length > 1 && other.Length > 1 && one[^1] == other[^1] && one[^2] == other[^2];
    }
}
