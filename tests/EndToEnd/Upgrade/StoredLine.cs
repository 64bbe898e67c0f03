using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Postern.Tests.Upgrade;

/// <summary>One line of a snapshot's file: a JSON object.</summary>
internal static class StoredLine
{
    // Mail is full of signs that would be escaped for the sake of HTML pages.
    private static readonly JavaScriptEncoder Readable = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    /// <summary>The same for whole files.</summary>
    public static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true, Encoder = Readable };

    public static string Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Readable }))
        {
            writer.WriteStartObject();
            members(writer);
            writer.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static async Task SaveAsync(string file, IEnumerable<string> lines)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, string.Concat(lines.Select(line => line + "\n")));
    }

    public static async Task<IReadOnlyList<JsonElement>> ReadAsync(string file)
    {
        var lines = await File.ReadAllLinesAsync(file);
        return [.. lines.Select(line => JsonSerializer.Deserialize<JsonElement>(line))];
    }
}
