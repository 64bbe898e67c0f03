using System.Text.Json.Nodes;

namespace Postern.Core.Requests;

/// <summary>JSON Merge Patch (RFC 7396): what a partial update makes of an object.</summary>
public static class MergePatch
{
    /// <summary>The media type of a patch (RFC 7396 §4).</summary>
    public const string MediaType = "application/merge-patch+json";

    /// <summary>
    /// The target with the members of the patch: null removes one, an object is merged, and anything else, a list too,
    /// takes the place of what is there. Neither argument is changed.
    /// </summary>
    public static JsonObject Apply(JsonObject? target, JsonObject patch)
    {
        var merged = target?.DeepClone().AsObject() ?? [];
        foreach (var (name, value) in patch)
        {
            if (value is null)
                merged.Remove(name);
            else
                merged[name] = value is JsonObject inner ? Apply(merged[name] as JsonObject, inner) : value.DeepClone();
        }
        return merged;
    }
}
