using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>
/// Alias domains: records of Odoo 17.0 and later (<c>mail.alias.domain</c>), or the parameters of 16.0. The first by
/// sequence is the default, as a new company has it in Odoo.
/// </summary>
internal sealed class MigratedDomains(OdooDraft draft)
{
    private readonly Dictionary<string, string> _byReference = [];
    private readonly Dictionary<string, AliasDomain> _byName = [];
    private readonly Dictionary<string, (FormerLocalParts Formers, ExportRecord Record)> _formers = [];

    /// <summary>The name of the default alias domain; null when there is none.</summary>
    public string? Default { get; private set; }

    /// <summary>Whether they are from the parameters of 16.0, where an alias is its local part alone.</summary>
    public bool AreParameters { get; private set; }

    /// <summary>The alias domain that is referred to by its name or its external id; null = not known.</summary>
    public string? Find(string reference) =>
        EmailAddress.CanonicalDomain(reference) is { } name && _byName.ContainsKey(name)
            ? name
            : _byReference.GetValueOrDefault(reference);

    public void AddRecords(IEnumerable<ExportRecord> records)
    {
        var ordered = records.Select(record => (Record: record, Sequence: record.Number("sequence") ?? 10)).ToList();
        foreach (var (record, _) in ordered.OrderBy(one => one.Sequence))
            Add(record);
        foreach (var (name, (formers, record)) in _formers)
            Put(formers.Of(_byName[name]), record);
    }

    private void Add(ExportRecord record)
    {
        if (record.Text("name") is not { } shown)
        {
            draft.Notes.LeftOut(record, null, "name", "it has no name");
            return;
        }
        var domain = new AliasDomain
        {
            Name = EmailAddress.CanonicalDomain(shown) ?? shown,
            Catchall = record.Text("catchall_alias") ?? "catchall",
            Bounce = record.Text("bounce_alias") ?? "bounce",
            DefaultFrom = record.Text("default_from") ?? "notifications",
        };
        if (record.Text("id") is { } id)
            _byReference[id] = domain.Name;
        if (record.Has("default_from") && record.Text("default_from") is null)
            draft.Notes.Changed(record, shown, "default_from", "Odoo has none; here it is notifications");
        if (_byName.TryGetValue(domain.Name, out var twin))
            Merge(twin, domain, record);
        else
            Put(domain, record);
    }

    // In Odoo one name may have several records, with other local parts each.
    private void Merge(AliasDomain first, AliasDomain second, ExportRecord record)
    {
        draft.Notes.Changed(
            record,
            second.Name,
            null,
            "it is there already; its addresses are former ones of the first"
        );
        var formers = _formers.GetValueOrDefault(first.Name).Formers ?? new FormerLocalParts();
        formers.Add(second);
        _formers[first.Name] = (formers, record);
    }

    /// <summary>The alias domain of 16.0, if the parameters have one.</summary>
    public void AddParameters(IReadOnlyDictionary<string, ExportRecord> parameters)
    {
        if (
            parameters.GetValueOrDefault("mail.catchall.domain") is not { } record
            || record.Text("value") is not { } name
        )
            return;
        AreParameters = true;
        var domain = new AliasDomain
        {
            Name = EmailAddress.CanonicalDomain(name) ?? name,
            Catchall = Value("mail.catchall.alias") ?? "catchall",
            Bounce = Value("mail.bounce.alias") ?? "bounce",
            DefaultFrom = Value("mail.default.from") ?? "notifications",
        };
        Put(domain, record);

        string? Value(string parameter) => parameters.GetValueOrDefault(parameter)?.Text("value");
    }

    private void Put(AliasDomain domain, ExportRecord record)
    {
        var isNew = !_byName.TryGetValue(domain.Name, out var before);
        var id = isNew
            ? Slug.Of(domain.Name, "domain", id => draft.Has(ConfigurationSection.AliasDomains, id))
            : before!.Id;
        Default ??= domain.Name;
        var put = domain with { Id = id, IsDefault = domain.Name == Default };
        _byName[domain.Name] = put;
        draft.Add(ConfigurationSection.AliasDomains, id, put, record);
    }
}
