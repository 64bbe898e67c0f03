using Postern.Contracts.Http;
using Postern.Core.Configuration;

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

    /// <summary>The records of the gateway's own keys that are missing or hold another key.</summary>
    public static IEnumerable<RecordToPublish> OfKeys(
        IReadOnlyList<DkimKey> published,
        IReadOnlyList<DkimSigningKey> own
    ) =>
        from key in own
        where key.State != DkimSelectorState.Former
        where published.Any(found => found.Matches == false && found.Selector == key.Selector)
        select Of(key.Show());

    private static RecordToPublish Of(DkimSelector key)
    {
        var why = key.State == DkimSelectorState.Active ? "Mail is signed with it." : "Activate the key afterwards.";
        var strings = key.Strings.Count > 1 ? key.Strings : null;
        return new RecordToPublish("TXT", key.Name, key.Value, why) { Strings = strings };
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
