using System.Text.Json.Nodes;
using Postern.Core.Declarations;

namespace Postern.Core.Migration;

/// <summary>The file of the configuration while it is made, with the row that each resource is from.</summary>
internal sealed class OdooDraft
{
    private readonly Dictionary<ConfigurationSection, OrderedDictionary<string, DraftItem>> _sections =
        Sections.Top.ToDictionary(section => section.Kind, _ => new OrderedDictionary<string, DraftItem>());

    private readonly List<OdooVariable> _variables = [];

    public OdooImportNotes Notes { get; } = new();

    /// <summary>The variables that are left: those of servers that are in the file.</summary>
    public IReadOnlyList<OdooVariable> Variables =>
        [
            .. _variables.Where(one =>
                one.Server.Split('.', 2) is [var section, var id]
                && _sections[ConfigurationExport.SectionNames[section]].ContainsKey(id)
            ),
        ];

    public OrderedDictionary<string, DraftItem> this[ConfigurationSection section] => _sections[section];

    public bool Has(ConfigurationSection section, string key) => _sections[section].ContainsKey(key);

    /// <summary>Adds a resource as the file has it: with what differs from the defaults.</summary>
    /// <param name="section">The section.</param>
    /// <param name="key">Its name in it.</param>
    /// <param name="value">The record.</param>
    /// <param name="record">The row it is from; null = none.</param>
    public void Add(ConfigurationSection section, string key, object value, ExportRecord? record) =>
        _sections[section][key] = new DraftItem(Sections.Of(section).Brief(value), record?.File, record?.Row);

    /// <summary>Names a variable as a secret of a server.</summary>
    public void AddSecret(ConfigurationSection section, string id, string prefix, string field)
    {
        var words = (IEnumerable<string>)[prefix, id.Replace('-', '_'), InUpperWords(field)];
        var name = string.Join('_', words).ToUpperInvariant();
        ((JsonObject)_sections[section][id].Content)[field] = $"env:{name}";
        _variables.Add(new OdooVariable(name, $"{Sections.Of(section).Name}.{id}", field));
    }

    public IReadOnlyDictionary<string, int> Counts() =>
        Sections
            .Top.Where(section => _sections[section.Kind].Count > 0)
            .ToDictionary(section => section.Name, section => _sections[section.Kind].Count);

    private static string InUpperWords(string field) =>
        string.Concat(field.Select(c => char.IsAsciiLetterUpper(c) ? $"_{c}" : c.ToString()));
}

/// <summary>A resource of the file.</summary>
/// <param name="Content">What the file says about it.</param>
/// <param name="File">The export it is from; null = none.</param>
/// <param name="Row">Its row there.</param>
internal sealed record DraftItem(JsonNode Content, string? File, int? Row);
