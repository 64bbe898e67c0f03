using System.Net;
using Postern.Core.Configuration;

namespace Postern.Core.Deliverability;

/// <summary>
/// Says what the DNS has and lacks for a domain that mail is sent from. Pure: from the replies that are known comes a report, or the questions
/// that must be answered first.
/// </summary>
public static class DomainReporter
{
    // Far above the limit, to say by how much a record is over it.
    private const int CountLimit = 40;

    /// <param name="domain">The domain, in its canonical form.</param>
    /// <param name="selectors">DKIM selectors to look at; none = common ones.</param>
    /// <param name="configuration">The servers.</param>
    /// <param name="answers">What is known of the DNS.</param>
    public static DnsEvaluation<DomainReport> Evaluate(
        string domain,
        IReadOnlyList<string> selectors,
        GatewayConfiguration configuration,
        DnsAnswers answers
    )
    {
        var dns = new DnsReader(answers);
        return dns.End(Report(domain, selectors, configuration, dns));
    }

    private static DomainReport Report(
        string domain,
        IReadOnlyList<string> selectors,
        GatewayConfiguration configuration,
        DnsReader dns
    )
    {
        var mx = dns.Find(new DnsQuestion(domain, DnsType.Mx)).Records;
        var spf = Spf(domain, dns);
        var dkim = Dkim(domain, selectors, dns);
        var dmarc = DmarcPolicy.Find(domain, dns);
        IReadOnlyList<ServerReport> servers =
        [
            .. SendingServers
                .For(domain, configuration)
                .Select(server => SendingServers.Report(server, domain, spf, dmarc, configuration, dns)),
        ];
        return new DomainReport
        {
            Domain = domain,
            Mx = mx,
            Spf = spf,
            Dkim = dkim,
            Dmarc = dmarc,
            Servers = servers,
            // What could not be read must not be replaced.
            Publish = Answered(domain, dns) ? [.. DomainFindings.Publish(domain, spf, dmarc, servers)] : [],
            Findings = [.. DomainFindings.All(domain, mx, spf, dkim, dmarc, servers)],
        };
    }

    private static bool Answered(string domain, DnsReader dns) =>
        new[] { domain, $"_dmarc.{domain}" }.All(name =>
            dns.Find(new DnsQuestion(name, DnsType.Txt)).Status != DnsStatus.Failed
        );

    private static SpfReport Spf(string domain, DnsReader dns)
    {
        IReadOnlyList<string> records = [.. dns.Find(new DnsQuestion(domain, DnsType.Txt)).Records.Where(SpfRecord.Is)];
        // An address that no record names visits all of them.
        var visited = SpfEvaluator.Check(new SpfQuery(IPAddress.Any, domain), dns, CountLimit);
        var problem = visited switch
        {
            { Result: SpfResult.None or SpfResult.PermError or SpfResult.TempError } => visited.Text,
            { Lookups: > SpfEvaluator.LookupLimit } =>
                $"It needs {visited.Lookups} lookups; receivers stop after {SpfEvaluator.LookupLimit} and refuse the record.",
            { VoidLookups: > SpfEvaluator.VoidLimit } =>
                $"{visited.VoidLookups} of its names have no answer; receivers stop after {SpfEvaluator.VoidLimit} and refuse the record.",
            _ => null,
        };
        return new SpfReport(records, visited.Lookups, visited.VoidLookups, visited.Included, problem);
    }

    private static List<DkimKey> Dkim(string domain, IReadOnlyList<string> selectors, DnsReader dns)
    {
        var asked = selectors.Count > 0 ? selectors : DkimKey.CommonSelectors;
        var keys = asked
            .Select(selector =>
                DkimKey.Read(selector, dns.Find(new DnsQuestion(DkimKey.NameOf(selector, domain), DnsType.Txt)))
            )
            .ToList();
        return selectors.Count > 0
            ? keys
            : [.. keys.Where(key => key.State is not (DkimKeyState.Missing or DkimKeyState.Unknown))];
    }
}
