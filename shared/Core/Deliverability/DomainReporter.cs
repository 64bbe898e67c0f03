using System.Net;
using Postern.Core.Configuration;

namespace Postern.Core.Deliverability;

/// <summary>
/// Reports what the DNS contains and what is missing for a domain from which mail is sent. From the known DNS replies
/// follows a report, or the questions that must be answered first.
/// </summary>
public static class DomainReporter
{
    // Far above the limit, to report by how much a record exceeds it.
    private const int CountLimit = 40;

    /// <param name="domain">The domain in its canonical form.</param>
    /// <param name="selectors">DKIM selectors to check beside the gateway's own; empty = common ones.</param>
    /// <param name="configuration">The configuration.</param>
    /// <param name="answers">The known DNS replies.</param>
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
        var own = configuration.DkimKeysOf(domain).ToList();
        var records = new DomainRecords(
            domain,
            dns.Find(new DnsQuestion(domain, DnsType.Mx)).Records,
            Spf(domain, dns),
            [.. own.Select(key => Key(key, dns)), .. Dkim(domain, selectors, own, dns)],
            DmarcPolicy.Find(domain, dns)
        );
        var servers = SendingServers
            .For(domain, configuration)
            .Select(server => SendingServers.Report(server, records, configuration, dns))
            .ToList();
        return new DomainReport
        {
            Domain = domain,
            Mx = records.Mx,
            Spf = records.Spf,
            Dkim = records.Dkim,
            Dmarc = records.Dmarc,
            Servers = servers,
            // A record that could not be read must not be replaced.
            Publish =
            [
                .. IsAnswered(domain, dns) ? RecordSuggestions.For(records, servers) : [],
                .. RecordSuggestions.OfKeys(records.Dkim, own),
            ],
            Findings = [.. DomainFindings.All(records, servers)],
        };
    }

    private static bool IsAnswered(string domain, DnsReader dns)
    {
        string[] names = [domain, $"_dmarc.{domain}"];
        return names.All(name => dns.Find(new DnsQuestion(name, DnsType.Txt)).Status != DnsStatus.Failed);
    }

    private static SpfReport Spf(string domain, DnsReader dns)
    {
        var records = dns.Find(new DnsQuestion(domain, DnsType.Txt)).Records.Where(SpfRecord.Is).ToList();
        // An address that no record contains visits all of them.
        var visited = SpfEvaluator.Check(new SpfQuery(IPAddress.Any, domain), dns, CountLimit);
        return new SpfReport(records, visited.Lookups, visited.VoidLookups, visited.Included, Problem(visited));
    }

    private static string? Problem(SpfVerdict visited)
    {
        if (visited.Result is SpfResult.None or SpfResult.PermError or SpfResult.TempError)
            return visited.Text;
        if (visited.Lookups > SpfEvaluator.LookupLimit)
        {
            return $"It needs {visited.Lookups} lookups; "
                + $"receivers stop after {SpfEvaluator.LookupLimit} and refuse the record.";
        }
        if (visited.VoidLookups > SpfEvaluator.VoidLimit)
        {
            return $"{visited.VoidLookups} of its names have no answer; "
                + $"receivers stop after {SpfEvaluator.VoidLimit} and refuse the record.";
        }
        return null;
    }

    private static List<DkimKey> Dkim(
        string domain,
        IReadOnlyList<string> selectors,
        IReadOnlyList<DkimSigningKey> own,
        DnsReader dns
    )
    {
        var names = selectors.Count > 0 ? selectors : DkimKey.CommonSelectors;
        var others = names.Except(own.Select(key => key.Selector), StringComparer.OrdinalIgnoreCase);
        var keys = others.Select(selector => Key(selector, domain, dns)).ToList();
        return selectors.Count > 0
            ? keys
            : keys.FindAll(key => key.State is not (DkimKeyState.Missing or DkimKeyState.Unknown));
    }

    private static DkimKey Key(string selector, string domain, DnsReader dns) =>
        DkimKey.Read(selector, Record(selector, domain, dns));

    private static DkimKey Key(DkimSigningKey own, DnsReader dns) =>
        DkimKey.Read(own, Record(own.Selector, own.Domain, dns));

    private static DnsReply Record(string selector, string domain, DnsReader dns) =>
        dns.Find(new DnsQuestion(DkimKey.NameOf(selector, domain), DnsType.Txt));
}
