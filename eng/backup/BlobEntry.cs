using System.Text.Json;
using Azure.Storage.Blobs.Models;

namespace Postern.Backup;

/// <summary>A blob, as a backup lists it.</summary>
internal sealed record BlobEntry(string Name, string ETag, long Length)
{
    /// <summary>MD5 of the content in hexadecimal, where storage knows it.</summary>
    public string? Md5 { get; init; }

    public string? ContentType { get; init; }

    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    public static BlobEntry Of(BlobItem blob) =>
        new(blob.Name, blob.Properties.ETag.ToString()!, blob.Properties.ContentLength ?? 0)
        {
            Md5 = blob.Properties.ContentHash is { Length: > 0 } hash ? Convert.ToHexStringLower(hash) : null,
            ContentType = blob.Properties.ContentType,
            Metadata = blob.Metadata?.ToDictionary() is { Count: > 0 } metadata ? metadata : null,
        };

    public byte[] Write() => JsonSerializer.SerializeToUtf8Bytes(this, JsonSerializerOptions.Web);

    public static BlobEntry Read(string line) =>
        JsonSerializer.Deserialize<BlobEntry>(line, JsonSerializerOptions.Web)
        ?? throw new InvalidDataException("A line of a list of blobs is empty.");
}
