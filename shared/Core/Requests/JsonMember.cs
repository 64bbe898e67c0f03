using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using Postern.Core.Text;

namespace Postern.Core.Requests;

/// <summary>A member of a JSON object that is read as a record: its value, and the type that it is read as.</summary>
/// <param name="Value">The value; undefined when it cannot be found.</param>
/// <param name="Type">The type; null when it is not declared, as within a free object.</param>
internal sealed partial record JsonMember(JsonElement Value, Type? Type)
{
    /// <summary>The member at a path such as <c>$.parentThread.id</c>, as <see cref="JsonException.Path"/> has it.</summary>
    public static JsonMember At(string? path, JsonElement root, Type type) =>
        Segment()
            .Matches(path ?? "")
            .Select(match => match.Groups["segment"].Value)
            .Aggregate(new JsonMember(root, type), (member, segment) => member.Below(segment));

    /// <summary>How a type is read from JSON; null for one that is not declared.</summary>
    public static JsonTypeInfo? InfoOf(Type? type) => type is null ? null : PosternJson.Strict.GetTypeInfo(type);

    /// <summary>The declared property of a name, which may differ in case.</summary>
    public static JsonPropertyInfo? Property(JsonTypeInfo? info, string name) =>
        info?.Kind == JsonTypeInfoKind.Object
            ? info.Properties.FirstOrDefault(one => one.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            : null;

    private JsonMember Below(string segment)
    {
        var info = InfoOf(Type);
        var type = info?.Kind == JsonTypeInfoKind.Object ? Property(info, segment)?.PropertyType : info?.ElementType;
        return new(ValueBelow(segment), type);
    }

    private JsonElement ValueBelow(string segment) =>
        Value.ValueKind switch
        {
            JsonValueKind.Object when Value.TryGetProperty(segment, out var member) => member,
            JsonValueKind.Array when int.TryParse(segment, out var index) && index < Value.GetArrayLength() => Value[
                index
            ],
            _ => default,
        };

    [GeneratedRegex(
        @"\['(?<segment>[^']*)'\]|\[(?<segment>\d+)\]|\.(?<segment>[^.\[]+)",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant
    )]
    private static partial Regex Segment();
}
