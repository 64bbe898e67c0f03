using System.Net;
using System.Net.Sockets;

namespace Postern.Core.Deliverability;

/// <summary>
/// Checks an address against the SPF of a domain (RFC 7208 §4, check_host), for the postmaster of that domain. Pure: from the replies that are
/// known comes a verdict, or the questions that must be answered first. Never throws on what the DNS says. The mechanism <c>ptr</c> is counted
/// and matches nothing: it "SHOULD NOT be published" (§5.5), and receivers skip it.
/// </summary>
internal static class SpfEvaluator
{
    /// <summary>Terms that may ask the DNS (§4.6.4).</summary>
    public const int LookupLimit = 10;

    /// <summary>Questions without answer (§4.6.4).</summary>
    public const int VoidLimit = 2;

    private const int HostLimit = 10;

    /// <param name="query">What is checked.</param>
    /// <param name="answers">What is known of the DNS.</param>
    /// <param name="lookupLimit">Another limit than that of the standard, to count how far over it a record is.</param>
    public static DnsEvaluation<SpfVerdict> Evaluate(SpfQuery query, DnsAnswers answers, int lookupLimit = LookupLimit)
    {
        var dns = new DnsReader(answers);
        return dns.End(Check(query, dns, lookupLimit));
    }

    /// <summary>The same as one part of a larger evaluation.</summary>
    internal static SpfVerdict Check(SpfQuery query, DnsReader dns, int lookupLimit = LookupLimit)
    {
        var run = new Run(query, dns, lookupLimit);
        var (result, text) = run.Check(query.Domain);
        return new SpfVerdict(result, text, run.Lookups, run.Voids, run.Included);
    }

    private sealed record Outcome(SpfResult Result, string Text);

    // One check: what it has spent so far is shared by all records that it visits.
    private sealed class Run(SpfQuery query, DnsReader dns, int lookupLimit)
    {
        private Outcome? _broken;

        public int Lookups { get; private set; }

        public int Voids { get; private set; }

        public List<string> Included { get; } = [];

        public Outcome Check(string domain)
        {
            var reply = dns.Find(new DnsQuestion(domain, DnsType.Txt));
            if (reply.Status == DnsStatus.Failed)
                return new(SpfResult.TempError, $"The DNS gives no answer for {domain}.");
            var records = reply.Records.Where(SpfRecord.Is).ToList();
            if (records.Count == 0)
                return new(SpfResult.None, $"{domain} has no SPF record.");
            Included.Add(domain);
            if (records.Count > 1)
                return new(SpfResult.PermError, $"{domain} has {records.Count} SPF records; only one is allowed.");
            var record = SpfRecord.Parse(records[0]);
            return record.Error is { } error
                ? new(SpfResult.PermError, $"The SPF record of {domain} cannot be used: {error}.")
                : Check(record, domain);
        }

        private Outcome Check(SpfRecord record, string domain)
        {
            foreach (var mechanism in record.Terms)
            {
                var matches = Matches(mechanism, domain);
                if (_broken is not null)
                    return _broken;
                if (matches)
                    return new(mechanism.Qualifier, $"'{mechanism.Text}' in the record of {domain} matches.");
            }
            if (record.Redirect is null)
                return new(SpfResult.Neutral, $"Nothing in the record of {domain} matches.");
            if (!Spend(domain) || Target(record.Redirect, domain) is not { } target)
                return _broken!;
            var outcome = Check(target);
            return outcome.Result == SpfResult.None
                ? new(SpfResult.PermError, $"The record of {domain} redirects to {target}, which has none.")
                : outcome;
        }

        private bool Matches(SpfMechanism mechanism, string domain)
        {
            switch (mechanism.Name)
            {
                case "all":
                    return true;
                case "ip4" or "ip6":
                    return SpfNetwork.Parse(mechanism.Value!, mechanism.Name == "ip6") is var (network, prefix)
                        && SpfNetwork.Matches(network, query.Address, prefix);
            }
            if (!Spend(domain) || Target(mechanism.Value ?? domain, domain) is not { } target)
                return false;
            return mechanism.Name switch
            {
                "include" => Includes(target, domain),
                "a" => Addresses(target).Any(address => Hits(address, mechanism)),
                "mx" => Exchanges(target).SelectMany(Addresses).Any(address => Hits(address, mechanism)),
                "exists" => Ask(new DnsQuestion(target, DnsType.A)).Count > 0,
                _ => false,
            };
        }

        // The result of an included record only says whether it matches (§5.2).
        private bool Includes(string target, string domain)
        {
            var outcome = Check(target);
            switch (outcome.Result)
            {
                case SpfResult.None:
                    _broken ??= new(SpfResult.PermError, $"The record of {domain} includes {target}, which has none.");
                    break;
                case SpfResult.TempError or SpfResult.PermError:
                    _broken ??= outcome;
                    break;
            }
            return outcome.Result == SpfResult.Pass;
        }

        private bool Hits(IPAddress address, SpfMechanism mechanism) =>
            SpfNetwork.Matches(
                address,
                query.Address,
                address.AddressFamily == AddressFamily.InterNetworkV6 ? mechanism.Prefix6 : mechanism.Prefix4
            );

        private IEnumerable<IPAddress> Addresses(string host)
        {
            var type = query.Address.AddressFamily == AddressFamily.InterNetworkV6 ? DnsType.Aaaa : DnsType.A;
            return Ask(new DnsQuestion(host, type))
                .Select(text => IPAddress.TryParse(text, out var address) ? address : null)
                .OfType<IPAddress>()
                .ToList();
        }

        private List<string> Exchanges(string domain)
        {
            var hosts = Ask(new DnsQuestion(domain, DnsType.Mx))
                .Select(record => DnsNames.Exchange(record))
                .OfType<string>()
                .ToList();
            if (hosts.Count > HostLimit)
                _broken ??= new(SpfResult.PermError, $"{domain} has more than {HostLimit} MX hosts.");
            return hosts.Count > HostLimit ? [] : hosts;
        }

        private IReadOnlyList<string> Ask(DnsQuestion question)
        {
            var reply = dns.Find(question);
            if (reply.Status == DnsStatus.Failed)
                _broken ??= new(SpfResult.TempError, $"The DNS gives no answer for {question.Name}.");
            if (reply.Status == DnsStatus.None && ++Voids > VoidLimit && lookupLimit == LookupLimit)
                _broken ??= new(
                    SpfResult.PermError,
                    $"More than {VoidLimit} names in the record have no answer, {question.Name} among them."
                );
            return reply.Records;
        }

        private bool Spend(string domain)
        {
            if (_broken is not null)
                return false;
            if (++Lookups <= lookupLimit)
                return true;
            _broken = new(
                SpfResult.PermError,
                $"More than {lookupLimit} lookups are needed, reached in the record of {domain}."
            );
            return false;
        }

        private string? Target(string text, string domain)
        {
            if (SpfMacro.Expand(text, domain, query) is { } name)
                return name;
            _broken ??= new(SpfResult.PermError, $"'{text}' in the record of {domain} is no domain.");
            return null;
        }
    }
}
