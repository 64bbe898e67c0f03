using System.Text.Json;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Queues;

namespace Postern.Tests.Upgrade;

/// <summary>Puts what <see cref="StorageDump"/> has written into an empty storage account.</summary>
/// <param name="connection">The account.</param>
/// <param name="move">What is changed in the text of a configuration row, which names account and mail server.</param>
internal sealed class StorageLoad(string connection, Func<string, string> move)
{
    private const string Configuration = "config";
    private static readonly TimeSpan Never = TimeSpan.FromSeconds(-1);

    public async Task ReadAsync(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, StorageDump.Tables)))
        {
            await LoadTableAsync(Path.GetFileNameWithoutExtension(file), await StoredLine.ReadAsync(file));
        }
        await LoadBlobsAsync(await StoredLine.ReadAsync(Path.Combine(folder, StorageDump.Blobs)));
        await LoadQueuesAsync(await StoredLine.ReadAsync(Path.Combine(folder, StorageDump.Queues)));
    }

    private async Task LoadTableAsync(string name, IReadOnlyList<JsonElement> lines)
    {
        var table = new TableClient(connection, name);
        await table.CreateIfNotExistsAsync();
        foreach (var row in lines.Select(StoredRow.Read))
        {
            if (name == Configuration)
                Move(row);
            await table.AddEntityAsync(row);
        }
    }

    private void Move(TableEntity row)
    {
        var columns = row.Where(column => column.Value is string).ToList();
        foreach (var (name, text) in columns)
            row[name] = move((string)text);
    }

    private async Task LoadBlobsAsync(IReadOnlyList<JsonElement> lines)
    {
        foreach (var blob in lines.Select(StoredBlob.Read))
        {
            var container = new BlobContainerClient(connection, blob.Container);
            await container.CreateIfNotExistsAsync();
            var options = new BlobUploadOptions
            {
                HttpHeaders = new BlobHttpHeaders { ContentType = blob.ContentType },
                Metadata = blob.Metadata.ToDictionary(),
            };
            await container.GetBlobClient(blob.Name).UploadAsync(BinaryData.FromBytes(blob.Content), options);
        }
    }

    private async Task LoadQueuesAsync(IReadOnlyList<JsonElement> lines)
    {
        foreach (var line in lines)
        {
            var queue = new QueueClient(connection, line.GetProperty("queue").GetString());
            await queue.CreateIfNotExistsAsync();
            await queue.SendMessageAsync(StoredText.Read(line.GetProperty("message")), null, Never);
        }
    }
}
