namespace Postern.Core.Deliverability;

/// <summary>The DNS records that a domain should publish (P7, P12).</summary>
internal static class RecordSuggestions
{
    public static IEnumerable<RecordToPublish> For(DomainRecords records, IReadOnlyList<ServerReport> servers)
    {
        if (Spf(records, servers) is { } spf)
            yield return spf;
        if (records.Dmarc is null)
        {
            yield return new RecordToPublish(
                "TXT",
                $"_dmarc.{records.Domain}",
                $"v=DMARC1; p=none; rua=mailto:postmaster@{records.Domain}",
                "Begin with p=none, read the reports, then raise it to quarantine or reject."
            );
        }
    }

    private static RecordToPublish? Spf(DomainRecords records, IReadOnlyList<ServerReport> servers)
    {
        var published = records.Spf.Records;
        var needed = servers.Select(server => server.Mechanism).OfType<string>();
        var missing = needed.Except(published.SelectMany(record => record.Split(' '))).ToList();
        if (published.Count == 1 && missing.Count == 0)
            return null;
        var value = SpfSuggestion.With(published, missing);
        return new RecordToPublish("TXT", records.Domain, value, Reason(published, servers));
    }

    private static string Reason(IReadOnlyList<string> published, IReadOnlyList<ServerReport> servers)
    {
        if (published.Count > 1)
            return "One record in place of several.";
        var names = string.Join(", ", servers.Where(server => !server.Covered).Select(server => server.Name));
        return names.Length > 0 ? $"It lets these servers send: {names}." : "There is no SPF record.";
    }
}
