using Postern.Core.Addresses;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>Aliases (<c>mail.alias</c>).</summary>
internal sealed class MigratedAliases(
    OdooDraft draft,
    MigratedDomains domains,
    MigratedModels models,
    bool allowsDomains
)
{
    private readonly AliasReader _reader = new(draft, domains, allowsDomains);

    public void Add(IEnumerable<ExportRecord> records)
    {
        foreach (var record in records)
            Add(record);
    }

    private void Add(ExportRecord record)
    {
        var address = record.Text("alias_full_name") ?? record.Text("display_name");
        var given =
            record.Text("alias_name") ?? (address?.Contains('@', StringComparison.Ordinal) == true ? address : null);
        if (LocalParts.Sanitise(given) is not { } local)
        {
            draft.Notes.LeftOut(record, null, "alias_name", "it has no name, so no mail comes to it");
            return;
        }
        if (DomainOf(record, address, local) is not { } domain)
            return;
        var key = $"{local}@{domain}";
        if (local != given!.Split('@')[0])
            draft.Notes.Changed(record, key, "alias_name", "it is written in lower-case letters, digits and hyphens");
        if (models.Take(record, "alias_model_id", key) is not { } model)
            draft.Notes.LeftOut(record, key, "alias_model_id", "it has no model");
        else if (draft.Has(ConfigurationSection.Aliases, key))
            draft.Notes.LeftOut(record, key, "alias_name", "another alias has this address already");
        else
            draft.Add(ConfigurationSection.Aliases, key, _reader.Read(record, key, local, model), record);
    }

    private string? DomainOf(ExportRecord record, string? address, string local)
    {
        var references =
            (IEnumerable<string?>)
                [
                    record.Text("alias_domain_id"),
                    record.Text("alias_domain_id", "name"),
                    record.Text("alias_domain"),
                    record.Text("alias_domain_id", "id"),
                    address?.Split('@') is [_, var domain] ? domain : null,
                ];
        var given = references.OfType<string>().ToList();
        if (given.Select(domains.Find).OfType<string>().FirstOrDefault() is { } found)
            return found;
        // Without an alias domain an alias of 17.0 and later takes mail by its local part, or none.
        var isTaken =
            given.Count == 0 && (domains.AreParameters || !HasDomain(record) || AliasReader.IsEverywhere(record));
        if (isTaken && domains.Default is { } fallback)
            return fallback;
        var why = domains.Default is null
            ? "there is no alias domain: export mail.alias.domain too, or of 16.0 ir.config_parameter"
            : "its alias domain is not among those that are imported";
        draft.Notes.LeftOut(record, local, "alias_domain_id", why);
        return null;
    }

    private static bool HasDomain(ExportRecord record) =>
        record.Has("alias_domain_id") || record.Has("alias_domain_id", "id") || record.Has("alias_domain_id", "name");
}
