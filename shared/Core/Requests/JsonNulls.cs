using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;

namespace Postern.Core.Requests;

/// <summary>
/// Nulls in the body of a request. Many clients write every member that has no value as null, so such a one counts as
/// left out.
/// </summary>
public static class JsonNulls
{
    /// <summary>Removes the members that are null, but for those within free objects, where null is a value.</summary>
    public static void Drop(JsonObject json, Type type)
    {
        if (JsonMember.InfoOf(type) is { Kind: JsonTypeInfoKind.Object } info)
            Drop(json, info);
    }

    private static void Drop(JsonObject json, JsonTypeInfo info)
    {
        foreach (var (name, value) in json.ToList())
        {
            if (JsonMember.Property(info, name) is not { } property)
                continue;
            if (value is null)
                json.Remove(name);
            else if (value is JsonObject inner)
                Drop(inner, property.PropertyType);
        }
    }
}
