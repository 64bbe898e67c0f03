using System.Text;
using System.Text.Json;
using Azure.Storage.Blobs.Models;

namespace Postern.Tests.Upgrade;

/// <summary>A blob as a line: text where it is text, so that a person can read it, else base64.</summary>
internal sealed record StoredBlob(
    string Container,
    string Name,
    string? ContentType,
    IReadOnlyDictionary<string, string> Metadata,
    byte[] Content
)
{
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public static StoredBlob Of(string container, string name, BlobDownloadResult blob) =>
        new(container, name, blob.Details.ContentType, blob.Details.Metadata.ToDictionary(), blob.Content.ToArray());

    public string Write() =>
        StoredLine.Write(writer =>
        {
            writer.WriteString("container", Container);
            writer.WriteString("name", Name);
            writer.WriteString("contentType", ContentType);
            writer.WriteStartObject("metadata");
            foreach (var name in Metadata.Keys.Order(StringComparer.Ordinal))
                writer.WriteString(name, Metadata[name]);
            writer.WriteEndObject();
            if (TextOf(Content) is { } text)
                writer.WriteString("text", text);
            else
                writer.WriteBase64String("base64", Content);
        });

    public static StoredBlob Read(JsonElement line) =>
        new(
            line.GetProperty("container").GetString()!,
            line.GetProperty("name").GetString()!,
            line.GetProperty("contentType").GetString(),
            line.GetProperty("metadata")
                .EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => pair.Value.GetString()!),
            line.TryGetProperty("text", out var text)
                ? Encoding.UTF8.GetBytes(text.GetString()!)
                : line.GetProperty("base64").GetBytesFromBase64()
        );

    private static string? TextOf(byte[] content)
    {
        try
        {
            var text = Strict.GetString(content);
            return text.Any(sign => char.IsControl(sign) && sign is not ('\r' or '\n' or '\t')) ? null : text;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
