using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Postern.Backup;

/// <summary>Writes the blobs of a backup that the account does not have. Those that it has stay as they are.</summary>
internal sealed class BlobRestore(
    Account account,
    BackupFolder folder,
    BlobFolder contents,
    int atOnce,
    Surroundings around
)
{
    private static readonly BlobRequestConditions OnlyNew = new() { IfNoneMatch = ETag.All };

    public async Task RunAsync(Manifest manifest, CancellationToken cancellationToken)
    {
        foreach (var name in StorageOrder.Containers)
        {
            var container = account.Container(name);
            await container.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            var added = 0;
            foreach (var part in manifest.PartsOf(BlobBackup.ListOf(name)))
            {
                await Parallel.ForEachAsync(
                    PartReader.LinesAsync(folder.PathOf(part.File), cancellationToken).Select(BlobEntry.Read),
                    new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellationToken },
                    async (blob, cancelled) =>
                    {
                        if (await TryAddAsync(container, blob, cancelled))
                            Interlocked.Increment(ref added);
                    }
                );
            }
            around.Output.WriteLine($"{name}: {added} blobs");
        }
    }

    private async Task<bool> TryAddAsync(
        BlobContainerClient container,
        BlobEntry blob,
        CancellationToken cancellationToken
    )
    {
        var options = new BlobUploadOptions
        {
            Conditions = OnlyNew,
            HttpHeaders = new BlobHttpHeaders
            {
                ContentType = blob.ContentType,
                ContentHash = blob.Md5 is { } md5 ? Convert.FromHexString(md5) : null,
            },
            Metadata = blob.Metadata?.ToDictionary(),
        };
        try
        {
            await container
                .GetBlobClient(blob.Name)
                .UploadAsync(contents.PathOf(container.Name, blob), options, cancellationToken);
            return true;
        }
        catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.BlobAlreadyExists)
        {
            return false;
        }
    }
}
