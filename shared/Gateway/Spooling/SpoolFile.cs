using System.Security.Cryptography;
using Postern.Core.Text;

namespace Postern.Gateway.Spooling;

/// <summary>Writes temporary files for large content.</summary>
internal static class SpoolFile
{
    /// <summary>Creates an empty file that is deleted when it is closed.</summary>
    public static FileStream Create()
    {
        var path = Path.Combine(Path.GetTempPath(), $"postern-{Guid.NewGuid():n}");
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Options = FileOptions.DeleteOnClose | FileOptions.Asynchronous,
        };
        var file = new FileStream(path, options);
        // Without a name the file is gone with the process, however that ends. Windows cannot delete an open file.
        if (!OperatingSystem.IsWindows())
            File.Delete(path);
        return file;
    }

    /// <summary>
    /// Copies a stream to a file. Returns the hash of the content, null when it has more bytes than the limit.
    /// </summary>
    public static async Task<string?> CopyAsync(
        byte[] head,
        Stream source,
        FileStream file,
        long limit,
        CancellationToken cancellationToken
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[81_920];
        ReadOnlyMemory<byte> next = head;
        while (!next.IsEmpty)
        {
            if (file.Length + next.Length > limit)
                return null;
            hash.AppendData(next.Span);
            await OnDiskAsync(() => file.WriteAsync(next, cancellationToken).AsTask());
            next = buffer.AsMemory(0, await source.ReadAsync(buffer, cancellationToken));
        }
        await OnDiskAsync(() => file.FlushAsync(cancellationToken));
        return Base32.Encode(hash.GetHashAndReset());
    }

    // A failure here is one of the disk, never of the source.
    private static async Task OnDiskAsync(Func<Task> write)
    {
        try
        {
            await write();
        }
        catch (IOException e)
        {
            throw new SpoolFullException(e);
        }
    }
}
