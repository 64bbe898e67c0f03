using System.Text.Json;
using System.Text.Json.Nodes;
using Postern.Core.Text;
using Postern.Core.Validation;

namespace Postern.Core.Declarations;

/// <summary>A section of the file: one kind of resource, with the rules that the API has for it.</summary>
internal abstract class Section(ConfigurationSection kind, string noun)
{
    public ConfigurationSection Kind { get; } = kind;

    /// <summary>Name of the section in the file.</summary>
    public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(kind.ToString());

    /// <summary>What one of its resources is called.</summary>
    public string Noun { get; } = noun;

    /// <summary>The record of one resource; null where it is none.</summary>
    public virtual Type? Record => null;

    /// <summary>Members of the record that the gateway writes itself.</summary>
    public virtual IReadOnlyList<string> Hidden => [];

    /// <summary>Members that refer to secrets.</summary>
    public virtual IReadOnlyList<string> SecretFields => [];

    /// <summary>Members that are sections of their own.</summary>
    public virtual IReadOnlyList<string> Parts => [];

    /// <summary>Fields by which the rules call what is the name in the file.</summary>
    public virtual IReadOnlyList<string> IdentifyingFields => ["id"];

    /// <summary>The identifier as it is stored, from the name in the file.</summary>
    public abstract string KeyOf(string name);

    public abstract object? Read(RecordReader reader, DocumentNode node, string path);

    /// <summary>The identifiers of all that is stored.</summary>
    public abstract IEnumerable<string> Stored(ConfigurationState state);

    /// <summary>Those of them that belong to the configuration: the others came with mail, and files leave them alone.</summary>
    public virtual IEnumerable<string> Removable(ConfigurationState state) => Stored(state);

    public abstract object? Find(ConfigurationState state, string key);

    /// <summary>What would be stored, and what the rules say about it.</summary>
    public abstract SectionEdit Put(ConfigurationState state, DeclaredResource wanted, SectionContext context);

    public abstract Findings Delete(ConfigurationState state, string key);

    /// <summary>The state with another value of a resource; null = without it.</summary>
    public abstract ConfigurationState With(ConfigurationState state, string key, object? value);

    /// <summary>All members of a resource.</summary>
    public abstract JsonNode Full(object value);

    /// <summary>The members that a file has: those that are needed, and those that differ from their defaults.</summary>
    public abstract JsonNode Brief(object value);
}

/// <summary>What an edit of a section depends on besides the stored state.</summary>
/// <param name="Condition">The condition of the whole.</param>
/// <param name="Secrets">The references of the resource, resolved, by the name of the member.</param>
internal sealed record SectionContext(EditCondition Condition, IReadOnlyDictionary<string, ResolvedSecret> Secrets);

/// <summary>An edit of a section.</summary>
/// <param name="Value">The value as the rules have normalised it.</param>
/// <param name="Findings">What they say.</param>
/// <param name="Also">What else is written with it.</param>
/// <param name="Secrets">What becomes of the secrets, in the order of <see cref="Section.SecretFields"/>.</param>
internal sealed record SectionEdit(
    object? Value,
    Findings Findings,
    IReadOnlyList<ConfigurationChange> Also,
    IReadOnlyList<PasswordChange> Secrets
)
{
    public static SectionEdit Of<T>(Edit<T> edit) => new(edit.Value, edit.Findings, edit.Also, []);
}

/// <summary>A section whose resources are records of the API.</summary>
internal abstract class RecordSection<T>(ConfigurationSection kind, string noun) : Section(kind, noun)
    where T : class
{
    public override Type Record => typeof(T);

    /// <summary>A record with nothing but defaults.</summary>
    protected abstract T Blank { get; }

    public override object? Read(RecordReader reader, DocumentNode node, string path) =>
        reader.Read<T>(node, path, Hidden, [.. SecretFields, .. Parts]);

    public override JsonNode Full(object value) => FullOf((T)value);

    public override JsonNode Brief(object value)
    {
        var defaults = FullOf(Blank);
        foreach (var required in RecordReader.PropertiesOf(typeof(T)).Where(property => property.IsRequired))
            defaults.Remove(required.Name);
        return new JsonObject(
            FullOf((T)value)
                .Where(member => !JsonNode.DeepEquals(member.Value, defaults[member.Key]))
                .Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))
        );
    }

    private JsonObject FullOf(T value)
    {
        // By way of text: nodes of the serialiser take two names that differ only in case for the same.
        var json = JsonNode.Parse(JsonSerializer.Serialize(value, PosternJson.Strict))!.AsObject();
        foreach (var name in Hidden)
            json.Remove(name);
        return json;
    }
}
