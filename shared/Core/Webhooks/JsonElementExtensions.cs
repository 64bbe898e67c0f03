using System.Text.Json;

namespace Postern.Core.Webhooks;

/// <summary>Members of other people's JSON, which may be there or not.</summary>
internal static class JsonElementExtensions
{
    public static string? Text(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.String
            ? member.GetString()
            : null;

    public static DateTimeOffset? Time(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.String
        && member.TryGetDateTimeOffset(out var time)
            ? time
            : null;

    /// <summary>The elements of an array; none when it is missing.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(name, out var member)
        && member.ValueKind == JsonValueKind.Array
            ? member.EnumerateArray()
            : [];
}
