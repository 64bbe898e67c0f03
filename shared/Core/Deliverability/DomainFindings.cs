namespace Postern.Core.Deliverability;

/// <summary>What an administrator is told of a domain's DNS, and the records to publish (P7, P12).</summary>
internal static class DomainFindings
{
    public static IEnumerable<RecordToPublish> Publish(
        string domain,
        SpfReport spf,
        DmarcPolicy? dmarc,
        IReadOnlyList<ServerReport> servers
    )
    {
        var missing = servers.Select(server => server.Mechanism).OfType<string>().Distinct().ToList();
        if (spf.Records.Count != 1 || missing.Except(Written(spf)).Any())
            yield return new(
                "TXT",
                domain,
                SpfSuggestion.With(spf.Records, [.. missing.Except(Written(spf))]),
                SpfWhy(spf, servers)
            );
        if (dmarc is null)
            yield return new(
                "TXT",
                $"_dmarc.{domain}",
                $"v=DMARC1; p=none; rua=mailto:postmaster@{domain}",
                "Begin with p=none, read the reports, then raise it to quarantine or reject."
            );
    }

    public static IEnumerable<string> All(
        string domain,
        IReadOnlyList<string> mx,
        SpfReport spf,
        IReadOnlyList<DkimKey> dkim,
        DmarcPolicy? dmarc,
        IReadOnlyList<ServerReport> servers
    )
    {
        if (mx.All(record => DnsNames.Exchange(record) is null))
            yield return $"{domain} has no MX record that takes mail: replies and bounces to it do not arrive.";
        if (spf.Problem is not null)
            yield return $"SPF: {spf.Problem}";
        foreach (var text in servers.SelectMany(server => Of(server, domain)))
            yield return text;
        if (servers.Count == 0)
            yield return $"No active outgoing server may speak for {domain}.";
        foreach (var text in Of(dkim))
            yield return text;
        if (dmarc is null)
            yield return $"DMARC: {domain} has no policy.";
        else if (dmarc.Problem is not null)
            yield return $"DMARC: {dmarc.Problem}";
    }

    private static IEnumerable<string> Of(ServerReport server, string domain)
    {
        if (server.Addresses.Count == 0)
            yield return $"{server.Name}: its host {server.Host} has no address.";
        if (!server.Covered)
            yield return $"SPF: the record of {domain} does not let {server.Name} send; it lacks {server.Mechanism}.";
        if (!server.Aligned)
            yield return $"DMARC: on {server.Name} the envelope sender is {server.EnvelopeFrom}, which is not aligned with {domain}: only a DKIM signature of {domain} can make the mail pass.";
    }

    private static IEnumerable<string> Of(IReadOnlyList<DkimKey> keys)
    {
        foreach (
            var key in keys.Where(key =>
                key.State != DkimKeyState.Present || key.Testing || key.Bits < 1024 && key.Type == "rsa"
            )
        )
            yield return $"DKIM: {key.Selector}: {key.Text}";
        if (keys.Count == 0)
            yield return "DKIM: no key was found under the common selectors. The operator of each server says which record to publish; name its selector to have it checked.";
    }

    private static IEnumerable<string> Written(SpfReport spf) => spf.Records.SelectMany(record => record.Split(' '));

    private static string SpfWhy(SpfReport spf, IReadOnlyList<ServerReport> servers)
    {
        var names = string.Join(", ", servers.Where(server => !server.Covered).Select(server => server.Name));
        return spf.Records.Count > 1 ? "One record in place of several."
            : names.Length > 0 ? $"It lets these servers send: {names}."
            : "There is no SPF record.";
    }
}
