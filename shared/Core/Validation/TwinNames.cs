using System.Text.Json;
using System.Text.Json.Nodes;

namespace Postern.Core.Validation;

/// <summary>
/// Finds names in a free JSON object that are the same but for the case of their letters: what reads one of them by name,
/// without regard to case as the API does, cannot tell them apart.
/// </summary>
internal static class TwinNames
{
    /// <summary>The second of two such names, wherever they are; null when there are none.</summary>
    public static string? Find(JsonObject free)
    {
        // By way of text: a node that disregards case throws when it has such names.
        using var document = JsonDocument.Parse(free.ToJsonString());
        return Find(document.RootElement);
    }

    private static string? Find(JsonElement element) =>
        element.ValueKind switch
        {
            JsonValueKind.Object => InObject(element),
            JsonValueKind.Array => element.EnumerateArray().Select(Find).FirstOrDefault(found => found is not null),
            _ => null,
        };

    private static string? InObject(JsonElement element)
    {
        var names = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            if (!names.Add(member.Name))
                return member.Name;
            if (Find(member.Value) is { } deeper)
                return deeper;
        }
        return null;
    }
}
