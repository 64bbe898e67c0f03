using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Postern.Core.Text;

namespace Postern.Core.Declarations;

/// <summary>
/// Reads parts of a file as the records of the API, by the members that these have in JSON. Everything that does not fit
/// is a message with its place.
/// </summary>
internal sealed partial class RecordReader(ICollection<ConfigurationMessage> problems)
{
    /// <summary>A record; null after a message.</summary>
    /// <param name="node">What is read.</param>
    /// <param name="path">What it is called in messages.</param>
    /// <param name="hidden">Members of the record that no file has.</param>
    /// <param name="others">Members that are not the record's, and are read by somebody else.</param>
    public T? Read<T>(DocumentNode node, string path, IReadOnlyList<string> hidden, IReadOnlyList<string> others)
        where T : class
    {
        var before = problems.Count;
        // A resource with nothing to say about it is one with all defaults.
        var mapping = node.IsNull ? new DocumentNode.Mapping(node.At, []) : node;
        var json = ReadRecord(mapping, typeof(T), path, hidden, others);
        return problems.Count > before ? null : json.Deserialize<T>(PosternJson.Strict);
    }

    /// <summary>Refuses names that are not known, with the most similar one.</summary>
    public void CheckNames(DocumentNode.Mapping mapping, IReadOnlyCollection<string> known, string path)
    {
        foreach (var member in mapping.Members.Where(member => !known.Contains(member.Name)))
        {
            var nearest = EditDistance.Nearest(member.Name, known);
            Add(member.At, Join(path, member.Name), $"is not known here; the nearest is '{nearest}'");
        }
    }

    /// <summary>The parts of a mapping; none after a message.</summary>
    public IReadOnlyList<DocumentMember> Members(DocumentNode node, string path)
    {
        if (node is DocumentNode.Mapping mapping)
            return mapping.Members;
        if (!node.IsNull)
            Add(node.At, path, $"must be a mapping; found {node.What}");
        return [];
    }

    public void Add(DocumentPosition at, string path, string message) =>
        problems.Add(ConfigurationMessage.At(at, path, message));

    public static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";

    private JsonObject? ReadRecord(
        DocumentNode node,
        Type type,
        string path,
        IReadOnlyList<string> hidden,
        IReadOnlyList<string> others
    )
    {
        if (node is not DocumentNode.Mapping mapping)
        {
            Add(node.At, path, $"must be a mapping; found {node.What}");
            return null;
        }
        var properties = PropertiesOf(type).Where(property => !hidden.Contains(property.Name)).ToList();
        CheckNames(mapping, [.. properties.Select(property => property.Name), .. others], path);
        var json = new JsonObject();
        foreach (var property in properties)
        {
            if (mapping.Find(property.Name) is { } member)
                json[property.Name] = ReadValue(member.Value, property, Join(path, property.Name));
            else if (property.IsRequired)
                Add(mapping.At, Join(path, property.Name), "is missing");
        }
        return json;
    }

    /// <summary>The members that a record has in JSON.</summary>
    public static IEnumerable<JsonPropertyInfo> PropertiesOf(Type type) =>
        PosternJson.Strict.GetTypeInfo(type).Properties.Where(property => property.Set is not null);

    private JsonNode? ReadValue(DocumentNode node, JsonPropertyInfo property, string path)
    {
        if (!node.IsNull || property.PropertyType == typeof(JsonObject))
            return ReadValue(node, property.PropertyType, path);
        var isNullable = Nullable.GetUnderlyingType(property.PropertyType) is not null;
        if (!isNullable && (property.PropertyType.IsValueType || !property.IsSetNullable))
            Add(node.At, path, "must not be empty; leave it out for the default");
        return null;
    }

    private JsonNode? ReadValue(DocumentNode node, Type type, string path)
    {
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        if (plain == typeof(JsonObject))
            return ReadFree(node, path);
        if (PosternJson.Strict.GetTypeInfo(plain) is not { Kind: not JsonTypeInfoKind.None } info)
            return ReadScalar(node, plain, path);
        return info.Kind switch
        {
            JsonTypeInfoKind.Enumerable => ReadList(node, info.ElementType!, path),
            JsonTypeInfoKind.Dictionary => ReadDictionary(node, info.ElementType!, path),
            _ => ReadRecord(node, plain, path, [], []),
        };
    }

    private JsonValue? ReadScalar(DocumentNode node, Type type, string path)
    {
        if (node is not DocumentNode.Scalar scalar || scalar.IsNull)
        {
            Add(node.At, path, $"must be {ScalarKinds.Name(type)}; found {node.What}");
            return null;
        }
        if (ScalarKinds.Read(scalar, type) is { } value)
            return value;
        Add(node.At, path, $"must be {ScalarKinds.Name(type)}; found '{CutText.At(scalar.Text, 40)}'");
        return null;
    }

    private JsonArray ReadList(DocumentNode node, Type type, string path)
    {
        if (node is DocumentNode.Sequence list)
            return [.. list.Items.Select((item, index) => ReadValue(item, type, $"{path}[{index}]"))];
        Add(node.At, path, $"must be a list; found {node.What}");
        return [];
    }

    private JsonObject ReadDictionary(DocumentNode node, Type type, string path) =>
        new(
            Members(node, path)
                .Select(member =>
                    KeyValuePair.Create(member.Name, ReadValue(member.Value, type, Join(path, member.Name)))
                )
        );
}
