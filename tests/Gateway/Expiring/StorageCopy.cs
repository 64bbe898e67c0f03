using Azure.Data.Tables;
using Azure.Storage.Blobs.Models;
using Postern.Gateway.Storage;

namespace Postern.Tests.Expiring;

/// <summary>Rows and blobs of an account, which are put into others: a story is told once and ends in many ways.</summary>
internal sealed class StorageCopy
{
    private const int RowsAtOnce = 100;
    private readonly Dictionary<string, List<TableEntity>> _rows = [];
    private readonly List<(
        string Container,
        string Name,
        BinaryData Content,
        IDictionary<string, string> Metadata
    )> _blobs = [];

    public static async Task<StorageCopy> OfAsync(GatewayStorage storage)
    {
        var copy = new StorageCopy();
        foreach (var name in TableNames.All)
            copy._rows[name] = await storage.Table(name).QueryAsync<TableEntity>().ToListAsync();
        foreach (var name in ContainerNames.All)
        {
            var container = storage.Container(name);
            await foreach (var item in container.GetBlobsAsync())
            {
                var blob = (await container.GetBlobClient(item.Name).DownloadContentAsync()).Value;
                copy._blobs.Add((name, item.Name, blob.Content, blob.Details.Metadata));
            }
        }
        return copy;
    }

    public async Task PutAsync(GatewayStorage storage)
    {
        foreach (var (name, rows) in _rows)
        {
            foreach (var some in rows.GroupBy(row => row.PartitionKey).SelectMany(rows => rows.Chunk(RowsAtOnce)))
                await storage.Table(name).SubmitTransactionAsync(some.Select(RowWrite.Upsert));
        }
        foreach (var (container, name, content, metadata) in _blobs)
        {
            var options = new BlobUploadOptions { Metadata = metadata };
            await storage.Container(container).GetBlobClient(name).UploadAsync(content, options);
        }
    }
}
