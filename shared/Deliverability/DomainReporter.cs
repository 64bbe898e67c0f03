using System.Net;
using Postern.Configuration;

namespace Postern.Deliverability;

/// <summary>Says what the DNS has and lacks for a domain that mail is sent from. Pure: all it knows of the DNS comes from the function it is given.</summary>
public static class DomainReporter
{
    // Far above the limit, to say by how much a record is over it.
    private const int CountLimit = 40;

    /// <param name="domain">The domain, in its canonical form.</param>
    /// <param name="selectors">DKIM selectors to look at; none = common ones.</param>
    /// <param name="configuration">The servers.</param>
    /// <param name="find">The DNS.</param>
    public static DomainReport Report(string domain, IReadOnlyList<string> selectors, GatewayConfiguration configuration, Func<DnsQuestion, DnsReply> find)
    {
        var mx = find(new DnsQuestion(domain, DnsType.Mx)).Records;
        var spf = Spf(domain, find);
        var dkim = Dkim(domain, selectors, find);
        var dmarc = DmarcPolicy.Find(domain, find);
        IReadOnlyList<ServerReport> servers =
            [.. SendingServers.For(domain, configuration).Select(server => SendingServers.Report(server, domain, spf, dmarc, configuration, find))];
        return new DomainReport
        {
            Domain = domain,
            Mx = mx,
            Spf = spf,
            Dkim = dkim,
            Dmarc = dmarc,
            Servers = servers,
            // What could not be read must not be replaced.
            Publish = Answered(domain, find) ? [.. DomainFindings.Publish(domain, spf, dmarc, servers)] : [],
            Findings = [.. DomainFindings.All(domain, mx, spf, dkim, dmarc, servers)],
        };
    }

    private static bool Answered(string domain, Func<DnsQuestion, DnsReply> find) =>
        new[] { domain, $"_dmarc.{domain}" }.All(name => find(new DnsQuestion(name, DnsType.Txt)).Status != DnsStatus.Failed);

    private static SpfReport Spf(string domain, Func<DnsQuestion, DnsReply> find)
    {
        IReadOnlyList<string> records = [.. find(new DnsQuestion(domain, DnsType.Txt)).Records.Where(SpfRecord.Is)];
        // An address that no record names visits all of them.
        var visited = SpfEvaluator.Check(new SpfQuery(IPAddress.Any, domain), find, CountLimit);
        var problem = visited switch
        {
            { Result: SpfResult.None or SpfResult.PermError or SpfResult.TempError } => visited.Text,
            { Lookups: > SpfEvaluator.LookupLimit } => $"It needs {visited.Lookups} lookups; receivers stop after {SpfEvaluator.LookupLimit} and refuse the record.",
            { VoidLookups: > SpfEvaluator.VoidLimit } => $"{visited.VoidLookups} of its names have no answer; receivers stop after {SpfEvaluator.VoidLimit} and refuse the record.",
            _ => null,
        };
        return new SpfReport(records, visited.Lookups, visited.VoidLookups, visited.Included, problem);
    }

    private static List<DkimKey> Dkim(string domain, IReadOnlyList<string> selectors, Func<DnsQuestion, DnsReply> find)
    {
        var asked = selectors.Count > 0 ? selectors : DkimKey.CommonSelectors;
        var keys = asked.Select(selector => DkimKey.Read(selector, find(new DnsQuestion(DkimKey.NameOf(selector, domain), DnsType.Txt)))).ToList();
        return selectors.Count > 0 ? keys : [.. keys.Where(key => key.State is not (DkimKeyState.Missing or DkimKeyState.Unknown))];
    }
}
