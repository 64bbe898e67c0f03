using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Azure.Storage.Queues;

namespace Postern.Tests.Upgrade;

/// <summary>
/// Writes all that a storage account holds to files: whatever tables, queues and containers there are, whether or not
/// the code of the day knows of them. The queues are empty afterwards.
/// </summary>
internal static class StorageDump
{
    public const string Tables = "tables";
    public const string Queues = "queues.jsonl";
    public const string Blobs = "blobs.jsonl";

    private const int MostAtOnce = 32;
    private static readonly TimeSpan OutOfSight = TimeSpan.FromHours(1);

    public static async Task WriteAsync(string connection, string folder)
    {
        await WriteTablesAsync(new TableServiceClient(connection), Path.Combine(folder, Tables));
        await WriteQueuesAsync(new QueueServiceClient(connection), Path.Combine(folder, Queues));
        await WriteBlobsAsync(new BlobServiceClient(connection), Path.Combine(folder, Blobs));
    }

    private static async Task WriteTablesAsync(TableServiceClient tables, string folder)
    {
        await foreach (var table in tables.QueryAsync())
        {
            var rows = await tables.GetTableClient(table.Name).QueryAsync<TableEntity>().ToListAsync();
            if (rows.Count == 0)
                continue;
            await StoredLine.SaveAsync(Path.Combine(folder, $"{table.Name}.jsonl"), rows.Select(StoredRow.Write));
        }
    }

    private static async Task WriteQueuesAsync(QueueServiceClient queues, string file)
    {
        var lines = new List<string>();
        await foreach (var queue in queues.GetQueuesAsync())
        {
            var messages = await TakeAllAsync(queues.GetQueueClient(queue.Name));
            lines.AddRange(messages.Select(message => Line(queue.Name, message)));
        }
        await StoredLine.SaveAsync(file, lines);
    }

    private static string Line(string queue, string message) =>
        StoredLine.Write(writer =>
        {
            writer.WriteString("queue", queue);
            StoredText.Write(writer, "message", message);
        });

    // A look at a queue shows the first 32 messages only, so they are taken.
    private static async Task<IReadOnlyList<string>> TakeAllAsync(QueueClient queue)
    {
        var messages = new List<string>();
        while ((await queue.ReceiveMessagesAsync(MostAtOnce, OutOfSight)).Value is { Length: > 0 } some)
        {
            messages.AddRange(some.Select(message => message.MessageText));
        }
        return messages;
    }

    private static async Task WriteBlobsAsync(BlobServiceClient blobs, string file)
    {
        var lines = new List<string>();
        await foreach (var item in blobs.GetBlobContainersAsync())
        {
            var container = blobs.GetBlobContainerClient(item.Name);
            await foreach (var blob in container.GetBlobsAsync(default, default, null, default))
            {
                var content = await container.GetBlobClient(blob.Name).DownloadContentAsync();
                lines.Add(StoredBlob.Of(item.Name, blob.Name, content.Value).Write());
            }
        }
        await StoredLine.SaveAsync(file, lines);
    }
}
