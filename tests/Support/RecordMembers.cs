using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Postern.Core.Text;

namespace Postern.Tests.Support;

/// <summary>The JSON members of a record, to compare documentation with.</summary>
public static class RecordMembers
{
    public static IReadOnlyList<string> Of(Type type) => [.. Shown(type).Select(property => property.Name).Order()];

    /// <summary>Members without which the record cannot be read.</summary>
    public static IReadOnlyList<string> Required(Type type) =>
        [.. Shown(type).Where(IsRequired).Select(property => property.Name).Order()];

    public static IReadOnlyList<string> Names(JsonNode? array) =>
        [.. (array?.AsArray() ?? []).Select(name => name!.GetValue<string>()).Order()];

    private static IEnumerable<JsonPropertyInfo> Shown(Type type) =>
        PosternJson.Strict.GetTypeInfo(type).Properties.Where(property => property.Get is not null);

    private static bool IsRequired(JsonPropertyInfo property) =>
        property.IsRequired || property.AssociatedParameter is { HasDefaultValue: false, IsNullable: false };
}
