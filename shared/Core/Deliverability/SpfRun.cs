using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Deliverability;

/// <summary>
/// One evaluation of SPF (RFC 7208 §4.6): the record of the domain, and those that it includes or redirects to.
/// </summary>
internal sealed class SpfRun(SpfQuery query, DnsReader dns, int lookupLimit)
{
    private readonly List<string> _included = [];

    public SpfLookups Lookups { get; } = new(query, dns, lookupLimit);

    /// <summary>The domains whose records were evaluated.</summary>
    public IReadOnlyList<string> Included => _included;

    public SpfOutcome Check(string domain)
    {
        var reply = dns.Find(new DnsQuestion(domain, DnsType.Txt));
        if (reply.Status == DnsStatus.Failed)
            return new(SpfResult.TempError, $"The DNS gives no answer for {domain}.");
        var records = reply.Records.Where(SpfRecord.Is).ToList();
        if (records.Count == 0)
            return new(SpfResult.None, $"{domain} has no SPF record.");
        _included.Add(domain);
        if (records.Count > 1)
            return PermError($"{domain} has {records.Count} SPF records; only one is allowed.");
        var record = SpfRecord.Parse(records[0]);
        return record.Error is { } error
            ? PermError($"The SPF record of {domain} cannot be used: {error}.")
            : Check(record, domain);
    }

    private SpfOutcome Check(SpfRecord record, string domain)
    {
        foreach (var mechanism in record.Terms)
        {
            var matches = Matches(mechanism, domain);
            if (Lookups.Error is { } error)
                return error;
            if (matches)
                return new(mechanism.Qualifier, $"'{mechanism.Text}' in the record of {domain} matches.");
        }
        return record.Redirect is { } redirect
            ? Redirect(redirect, domain)
            : new(SpfResult.Neutral, $"Nothing in the record of {domain} matches.");
    }

    // RFC 7208 §6.1.
    private SpfOutcome Redirect(string text, string domain)
    {
        if (!Lookups.Spend(domain) || Target(text, domain) is not { } target)
            return Lookups.Error!;
        var outcome = Check(target);
        return outcome.Result == SpfResult.None
            ? PermError($"The record of {domain} redirects to {target}, which has none.")
            : outcome;
    }

    private bool Matches(SpfMechanism mechanism, string domain) =>
        mechanism.Name switch
        {
            "all" => true,
            "ip4" or "ip6" => IsInNetwork(mechanism),
            _ => Lookups.Spend(domain)
                && Target(mechanism.Value ?? domain, domain) is { } target
                && MatchesTarget(mechanism, target, domain),
        };

    private bool IsInNetwork(SpfMechanism mechanism) =>
        SpfNetwork.Parse(mechanism.Value!, mechanism.Name == "ip6") is var (network, prefix)
        && SpfNetwork.Matches(network, query.Address, prefix);

    private bool MatchesTarget(SpfMechanism mechanism, string target, string domain) =>
        mechanism.Name switch
        {
            "include" => Includes(target, domain),
            "a" => Lookups.Addresses(target).Any(address => Hits(address, mechanism)),
            "mx" => Lookups.Exchanges(target).SelectMany(Lookups.Addresses).Any(address => Hits(address, mechanism)),
            "exists" => Lookups.Ask(new DnsQuestion(target, DnsType.A)).Count > 0,
            _ => false,
        };

    // An included record either matches or does not; its other results are errors or ignored (RFC 7208 §5.2).
    private bool Includes(string target, string domain)
    {
        var outcome = Check(target);
        if (outcome.Result == SpfResult.None)
            Lookups.Fail(PermError($"The record of {domain} includes {target}, which has none."));
        if (outcome.Result is SpfResult.TempError or SpfResult.PermError)
            Lookups.Fail(outcome);
        return outcome.Result == SpfResult.Pass;
    }

    private bool Hits(IPAddress address, SpfMechanism mechanism)
    {
        var isIPv6 = address.AddressFamily == AddressFamily.InterNetworkV6;
        return SpfNetwork.Matches(address, query.Address, isIPv6 ? mechanism.Prefix6 : mechanism.Prefix4);
    }

    private string? Target(string text, string domain)
    {
        var name = SpfMacro.Expand(text, domain, query);
        if (name is null)
            Lookups.Fail(PermError($"'{text}' in the record of {domain} is no domain."));
        return name;
    }

    private static SpfOutcome PermError(string text) => new(SpfResult.PermError, text);
}
