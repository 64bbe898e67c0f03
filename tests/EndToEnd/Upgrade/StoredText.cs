using System.Text.Json;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Text of a snapshot that is JSON itself, as nearly all of it is: it stands there as JSON, not as a string full of
/// backslashes, and reads back as the very same characters.
/// </summary>
internal static class StoredText
{
    public static void Write(Utf8JsonWriter writer, string name, string text)
    {
        writer.WritePropertyName(name);
        if (IsJson(text))
            writer.WriteRawValue(text);
        else
            writer.WriteStringValue(text);
    }

    public static string Read(JsonElement element) =>
        element.ValueKind is JsonValueKind.Object or JsonValueKind.Array ? element.GetRawText() : element.GetString()!;

    // A line break would end the snapshot's line; text in quotes and bare numbers would not be known for text again.
    private static bool IsJson(string text)
    {
        if (!text.StartsWith('{') && !text.StartsWith('['))
            return false;
        if (text.Contains('\n', StringComparison.Ordinal) || text.TrimEnd() != text)
            return false;
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
