using Postern.Contracts.Http;

namespace Postern.Core.Deliverability;

/// <summary>Problems in a domain's DNS records, for administrators (P7, P12).</summary>
internal static class DomainFindings
{
    private const string NoCommonKey =
        "DKIM: no key was found under the common selectors. The operator of each server says which record to publish; "
        + "name its selector to have it checked.";

    private const string Unsigned = "its mail leaves unsigned.";

    public static IEnumerable<string> All(DomainRecords records, IReadOnlyList<ServerReport> servers) =>
        [
            .. OfMx(records),
            .. OfSpf(records.Spf),
            .. OfServers(records.Domain, servers),
            .. OfDkim(records.Dkim),
            .. OfSigning(records, servers),
            .. OfDmarc(records),
        ];

    private static IEnumerable<string> OfMx(DomainRecords records)
    {
        if (records.Mx.All(record => DnsNames.Exchange(record) is null))
            yield return $"{records.Domain} has no MX record that takes mail: replies and bounces to it do not arrive.";
    }

    private static IEnumerable<string> OfSpf(SpfReport spf)
    {
        if (spf.Problem is not null)
            yield return $"SPF: {spf.Problem}";
    }

    private static IEnumerable<string> OfServers(string domain, IReadOnlyList<ServerReport> servers) =>
        servers.Count == 0
            ? [$"No active outgoing server may speak for {domain}."]
            : servers.SelectMany(server => OfServer(server, domain));

    private static IEnumerable<string> OfServer(ServerReport server, string domain)
    {
        if (server.Addresses.Count == 0)
            yield return $"{server.Name}: its host {server.Host} has no address.";
        if (!server.Covered)
            yield return $"SPF: the record of {domain} does not let {server.Name} send; it lacks {server.Mechanism}.";
        if (!server.Aligned)
        {
            yield return $"DMARC: on {server.Name} the envelope sender is {server.EnvelopeFrom}, which is not aligned "
                + $"with {domain}: only a DKIM signature of {domain} can make the mail pass.";
        }
    }

    private static IEnumerable<string> OfDkim(IReadOnlyList<DkimKey> keys) =>
        keys.Count == 0
            ? [NoCommonKey]
            : keys.Where(key => !key.IsSound).Select(key => $"DKIM: {key.Selector}: {key.Text}");

    private static IEnumerable<string> OfSigning(DomainRecords records, IReadOnlyList<ServerReport> servers)
    {
        var domain = records.Domain;
        var signing = servers.Where(server => server.Sign);
        if (!records.Dkim.Any(key => key.Own == DkimSelectorState.Active))
            return signing.Select(server =>
                $"DKIM: {server.Name} is to sign, but {domain} has no active key: {Unsigned}"
            );
        return signing.Any()
            ? []
            : [$"DKIM: {domain} has an active key, but no server is to sign ('sign'): {Unsigned}"];
    }

    private static IEnumerable<string> OfDmarc(DomainRecords records)
    {
        if (records.Dmarc is null)
            yield return $"DMARC: {records.Domain} has no policy.";
        else if (records.Dmarc.Problem is not null)
            yield return $"DMARC: {records.Dmarc.Problem}";
    }
}
