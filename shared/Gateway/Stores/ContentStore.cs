using System.Security.Cryptography;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Postern.Core.Keys;
using Postern.Core.Mime;
using Postern.Core.Text;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Bodies and attachments, named by the hash of their content, and what programs stored under names of their own. A
/// name that no blob may have is that of no blob (<see cref="Core.Keys.BlobName"/>).
/// </summary>
public sealed class ContentStore(GatewayStorage storage, ContentSpool spool)
{
    // Bytes of the blocks in which large content is uploaded.
    private const int Block = 4 << 20;

    private const string Again = "again";

    private static readonly StorageTransferOptions InBlocks = new()
    {
        InitialTransferSize = Block,
        MaximumTransferSize = Block,
        MaximumConcurrency = 1,
    };

    private readonly BlobContainerClient _container = storage.Container(ContainerNames.Content);

    /// <summary>Stores content. Returns the name of its blob and its length in bytes.</summary>
    /// <param name="open">Opens the content, which is read twice: once for its hash, once to be stored.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<(string Name, long Length)> PutAsync(Func<Stream> open, CancellationToken cancellationToken)
    {
        var (hash, length) = await HashAsync(open, cancellationToken);
        var name = BlobName.OfContent(hash).Value;
        var options = new BlobUploadOptions
        {
            Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All },
            TransferOptions = InBlocks,
        };
        try
        {
            await using var content = open();
            await _container.Blob(name).UploadAsync(content, options, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status is 409 or 412)
        {
            // The same content is stored already. An erasure that wants to delete it sees that it is used again.
            if (!await TryTouchAsync(name, cancellationToken))
                return await PutAsync(open, cancellationToken);
        }
        return (name, length);
    }

    /// <summary>The version of content, which changes whenever the same is stored again; null when there is none.</summary>
    internal async Task<string?> FindVersionAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return _container.FindBlob(name) is { } blob
                ? (await blob.GetPropertiesAsync(cancellationToken: cancellationToken)).Value.ETag.ToString()
                : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Deletes content that was not stored again since a version of it was read.</summary>
    internal async Task<bool> TryDeleteAsync(string name, string version, CancellationToken cancellationToken)
    {
        try
        {
            var conditions = new BlobRequestConditions { IfMatch = new ETag(version) };
            return _container.FindBlob(name) is { } blob
                && await blob.DeleteIfExistsAsync(DeleteSnapshotsOption.None, conditions, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return false;
        }
    }

    private async Task<bool> TryTouchAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            var used = new Dictionary<string, string> { [Again] = Guid.NewGuid().ToString("n") };
            await _container.Blob(name).SetMetadataAsync(used, cancellationToken: cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return false;
        }
    }

    /// <summary>Opens content that may be large; null when there is no such blob. The caller disposes of it.</summary>
    /// <exception cref="SpoolFullException">There is no room for it now.</exception>
    public async Task<SpooledContent?> OpenAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (_container.FindBlob(name) is not { } client)
                return null;
            using var blob = (await client.DownloadStreamingAsync(cancellationToken: cancellationToken)).Value;
            return await spool.ReadAsync(blob.Content, blob.Details.ContentLength, long.MaxValue, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    /// <summary>Reads a text; null when there is no such blob.</summary>
    public async Task<BinaryData?> FindAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return _container.FindBlob(name) is { } blob
                ? (await blob.DownloadContentAsync(cancellationToken)).Value.Content
                : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private static async Task<(string Hash, long Length)> HashAsync(
        Func<Stream> open,
        CancellationToken cancellationToken
    )
    {
        await using var content = open();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var (buffer, length) = (new byte[16 * 1024], 0L);
        for (int read; (read = await content.ReadAsync(buffer, cancellationToken)) > 0; length += read)
            hash.AppendData(buffer, 0, read);
        return (Base32.Encode(hash.GetHashAndReset()), length);
    }
}
