using Azure.Data.Tables;
using Postern.Core.Delivery;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>Queue messages that are put back on their queue at a time.</summary>
public sealed partial class DueStore(GatewayStorage storage, MailQueues queues)
{
    private const int Buckets = 4;
    private const int HashLength = 16;
    private const int LargestPage = 1000;
    private const string BulkLane = "bulk-";
    private readonly TableClient _table = storage.Table(TableNames.Due);

    /// <summary>Adds a message. Idempotent for the same time.</summary>
    /// <param name="due">When it is put on the queue.</param>
    /// <param name="identity">What it is about: there is one entry for each at one time.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(
        DateTimeOffset due,
        string identity,
        string queue,
        string message,
        CancellationToken cancellationToken
    ) => AddAsync(due, identity, queue, message, waits: null, cancellationToken);

    /// <param name="due">When it is put on the queue.</param>
    /// <param name="identity">What it is about: there is one entry for each at one time.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="waits">The delivery that waits until then; null when it is something else.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(
        DateTimeOffset due,
        string identity,
        string queue,
        string message,
        WaitingDelivery? waits,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash.Of(HashLength, "due", identity);
        var row = new TableEntity(Lane(queue) + Bucket(hash), $"{SortableTime.Ascending(due)}:{hash}")
        {
            ["queue"] = queue,
            ["message"] = message,
        };
        if (waits is not null)
            Note(row, waits);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Puts what is due on its queues, mass mail last. Returns how many messages.</summary>
    public async Task<int> DrainAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var count = await DrainLaneAsync("", now, limit, cancellationToken);
        return count < limit ? count + await DrainLaneAsync(BulkLane, now, limit - count, cancellationToken) : count;
    }

    /// <summary>The number of waiting messages, counted up to a limit, and when the first of those is due.</summary>
    public async Task<(int Count, DateTimeOffset? First)> CountAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(
                select: ["RowKey"],
                maxPerPage: Math.Min(limit, LargestPage),
                cancellationToken: cancellationToken
            )
            .ToListAsync(limit, cancellationToken);
        return (rows.Count, TimeOf(rows.Select(row => row.RowKey).Min(StringComparer.Ordinal)));
    }

    private async Task<int> DrainLaneAsync(
        string lane,
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var counts = await Task.WhenAll(
            BucketsOf(lane).Select(bucket => DrainBucketAsync(bucket, now, limit / Buckets, cancellationToken))
        );
        return counts.Sum();
    }

    private async Task<int> DrainBucketAsync(
        string partition,
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        var until = SortableTime.Ascending(now) + ';';
        var pageSize = Math.Clamp(limit, 1, LargestPage);
        await foreach (var row in _table.RangeAsync(partition, "", until, pageSize, cancellationToken))
        {
            // First the queue: after a crash in between the message is queued twice, which every queue tolerates.
            await queues.PutTextAsync(row.GetString("queue"), row.GetString("message"), cancellationToken);
            // Only as it was read: a run that read the message too early has added it again, and here it must stay.
            await _table.TryDeleteAsync(row, cancellationToken);
            if (++count >= limit)
                break;
        }
        return count;
    }

    private static DateTimeOffset? TimeOf(string? rowKey) =>
        rowKey is not null && Base32.TryDecode(rowKey.AsSpan(0, SortableTime.Length), out long time)
            ? DateTimeOffset.FromUnixTimeMilliseconds(time)
            : null;

    private static IEnumerable<string> BucketsOf(string lane) =>
        Enumerable.Range(0, Buckets).Select(bucket => $"{lane}b{bucket}");

    private static string Lane(string queue) => queue == QueueNames.OutboundBulk ? BulkLane : "";

    private static string Bucket(string hash) =>
        Base32.TryDecode(hash.AsSpan(0, 1), out long first) ? $"b{first % Buckets}" : "b0";
}
