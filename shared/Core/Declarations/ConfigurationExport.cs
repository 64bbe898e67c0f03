using System.Text.Json.Nodes;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>Writes what is stored as a file that declares it. Secrets are named, never shown.</summary>
public static class ConfigurationExport
{
    /// <summary>The sections that a file may have, by their names in it.</summary>
    public static IReadOnlyDictionary<string, ConfigurationSection> SectionNames { get; } =
        Sections.Top.ToDictionary(section => section.Name, section => section.Kind);

    /// <summary>The file.</summary>
    /// <param name="state">What is stored.</param>
    /// <param name="sections">The sections that it shall have.</param>
    public static JsonObject Of(ConfigurationState state, IReadOnlyCollection<ConfigurationSection> sections) =>
        new(
            Sections
                .Top.Where(section => sections.Contains(section.Kind))
                .Select(section => KeyValuePair.Create(section.Name, (JsonNode?)Of(state, section)))
        );

    /// <summary>The entity tag of a file in one of its forms.</summary>
    public static string TagOf(JsonObject file, bool isJson) =>
        EditCondition.TagOf($"{(isJson ? "json" : "yaml")} {file.ToJsonString(PosternJson.Strict)}");

    private static JsonObject Of(ConfigurationState state, Section section) =>
        new(section.Stored(state).Select(key => KeyValuePair.Create(key, (JsonNode?)Of(state, section, key))));

    private static JsonNode Of(ConfigurationState state, Section section, string key)
    {
        var json = section.Brief(section.Find(state, key)!);
        foreach (var (field, name) in section.SecretFields.Zip(ServerSecrets.Kept(state, section.Kind, key)))
        {
            if (name is not null)
                json[field] = SecretReference.Of(name);
        }
        foreach (var part in section.Parts)
        {
            if (
                Sections.Texts.Find(state, key) is { } texts
                && Sections.Texts.Brief(texts) is JsonObject { Count: > 0 } own
            )
                json[part] = own;
        }
        return json;
    }
}
