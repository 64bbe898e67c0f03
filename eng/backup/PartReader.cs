using System.IO.Compression;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Postern.Backup;

/// <summary>Reads a file of a backup.</summary>
internal static class PartReader
{
    private const int Buffer = 1 << 16;

    public static async IAsyncEnumerable<string> LinesAsync(
        string path,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer);
        using var text = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (await text.ReadLineAsync(cancellationToken) is { } line)
            yield return line;
    }

    /// <summary>What is wrong with a file; null when nothing is.</summary>
    public static async Task<string?> ProblemOfAsync(string path, Part part, CancellationToken cancellationToken)
    {
        if (!File.Exists(path))
            return $"{part.File} is missing";
        await using var file = File.OpenRead(path);
        if (file.Length != part.Bytes)
            return $"{part.File} has {file.Length} bytes instead of {part.Bytes}";
        var hash = Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellationToken));
        return hash == part.Sha256 ? null : $"{part.File} was changed: its SHA-256 is not that of the manifest";
    }
}
