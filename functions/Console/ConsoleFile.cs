using System.Collections.Concurrent;
using System.IO.Compression;
using System.Security.Cryptography;

namespace Postern.Functions.Console;

/// <summary>A file of the console, as it is and compressed.</summary>
internal sealed class ConsoleFile(string name, byte[] content)
{
    /// <summary>How a file may be compressed (RFC 9110 §8.4.1), the smallest first.</summary>
    public static readonly IReadOnlyList<string> Encodings = ["br", "gzip"];

    private readonly string _hash = Convert.ToHexStringLower(SHA256.HashData(content))[..16];

    // Made when it is first asked for: a start of the app, mostly for mail, does not pay for it.
    private readonly ConcurrentDictionary<string, byte[]> _compressed = new();

    public string ContentType { get; } =
        Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".svg" => "image/svg+xml",
            var other => throw new NotSupportedException($"A file of the console ends with '{other}'."),
        };

    /// <summary>Its strong entity tag in an encoding, or in none if that is empty.</summary>
    public string Tag(string encoding) => encoding.Length == 0 ? $"\"{_hash}\"" : $"\"{_hash}-{encoding}\"";

    public ReadOnlyMemory<byte> Content(string encoding) =>
        encoding.Length == 0 ? content : _compressed.GetOrAdd(encoding, Compress);

    private byte[] Compress(string encoding)
    {
        using var compressed = new MemoryStream();
        using (Stream stream = encoding == "br" ? Brotli(compressed) : GZip(compressed))
            stream.Write(content);
        return compressed.ToArray();
    }

    private static BrotliStream Brotli(Stream to) => new(to, CompressionLevel.SmallestSize, leaveOpen: true);

    private static GZipStream GZip(Stream to) => new(to, CompressionLevel.SmallestSize, leaveOpen: true);
}
