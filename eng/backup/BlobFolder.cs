using System.Security.Cryptography;
using System.Text;
using Azure;
using Azure.Storage.Blobs;

namespace Postern.Backup;

/// <summary>
/// The folder for the contents of blobs, which many backups share: a blob that was copied before, by name and ETag, is
/// not read again.
/// </summary>
internal sealed class BlobFolder(string path)
{
    /// <summary>Where a content lies. Names of blobs need not be names of files.</summary>
    public string PathOf(string container, BlobEntry blob)
    {
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{blob.Name}\n{blob.ETag}")));
        return Path.Combine(path, container, name[..2], name);
    }

    /// <summary>Reads a content unless it is there; null when the blob was deleted meanwhile. True when it was read.</summary>
    public async Task<bool?> FetchAsync(
        BlobContainerClient container,
        BlobEntry blob,
        CancellationToken cancellationToken
    )
    {
        var file = PathOf(container.Name, blob);
        if (File.Exists(file))
            return false;
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        // Two runs may fetch the same; each has a name of its own until it is whole.
        var half = $"{file}.{Guid.NewGuid():n}{JsonFile.Temporary}";
        try
        {
            await container.GetBlobClient(blob.Name).DownloadToAsync(half, cancellationToken);
            File.Move(half, file, overwrite: true);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
        finally
        {
            File.Delete(half);
        }
    }
}
