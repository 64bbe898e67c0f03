using Azure.Data.Tables;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>What waits for its time: queue messages that are put back on their queue when it has come.</summary>
public sealed class DueStore(GatewayStorage storage, MailQueues queues)
{
    private const int Buckets = 4;
    private const string BulkLane = "bulk-";
    private readonly TableClient _table = storage.Table(TableNames.Due);

    /// <summary>Enters a message. Entering it again for the same time changes nothing.</summary>
    /// <param name="due">When it is put on the queue.</param>
    /// <param name="identity">What it is about: one entry for each at one time.</param>
    /// <param name="queue">The queue.</param>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(
        DateTimeOffset due,
        string identity,
        string queue,
        string message,
        CancellationToken cancellationToken
    )
    {
        var hash = Hash.Of(16, "due", identity);
        var row = new TableEntity(Lane(queue) + Bucket(hash), $"{SortableTime.Ascending(due)}:{hash}")
        {
            ["queue"] = queue,
            ["message"] = message,
        };
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Puts on their queues what is due, mass mail after all other. Returns how many.</summary>
    public async Task<int> DrainAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var first = await DrainLaneAsync("", now, limit, cancellationToken);
        return first + (first < limit ? await DrainLaneAsync(BulkLane, now, limit - first, cancellationToken) : 0);
    }

    /// <summary>How many messages wait, counted up to a limit, and when the first is due.</summary>
    public async Task<(int Count, DateTimeOffset? First)> CountAsync(int limit, CancellationToken cancellationToken)
    {
        var rows = new List<string>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                select: ["RowKey"],
                maxPerPage: Math.Min(limit, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            rows.Add(row.RowKey);
            if (rows.Count == limit)
                break;
        }
        return (
            rows.Count,
            rows.Min(StringComparer.Ordinal) is { } first
            && Base32.TryDecode(first.AsSpan(0, SortableTime.Length), out long time)
                ? DateTimeOffset.FromUnixTimeMilliseconds(time)
                : null
        );
    }

    private async Task<int> DrainLaneAsync(
        string lane,
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var counts = await Task.WhenAll(
            Enumerable
                .Range(0, Buckets)
                .Select(bucket => DrainAsync($"{lane}b{bucket}", now, limit / Buckets, cancellationToken))
        );
        return counts.Sum();
    }

    private async Task<int> DrainAsync(
        string partition,
        DateTimeOffset now,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var count = 0;
        await foreach (
            var row in _table.RangeAsync(
                partition,
                "",
                SortableTime.Ascending(now) + ';',
                Math.Clamp(limit, 1, 1000),
                cancellationToken
            )
        )
        {
            // Queue first: a crash in between puts it there twice, which every queue tolerates; the other order would lose it.
            await queues.PutTextAsync(row.GetString("queue"), row.GetString("message"), cancellationToken);
            // Only as it was read: who met the message too early has entered it again, and nobody else remembers it.
            await _table.TryDeleteAsync(row, cancellationToken);
            if (++count >= limit)
                break;
        }
        return count;
    }

    private static string Lane(string queue) => queue == QueueNames.OutboundBulk ? BulkLane : "";

    private static string Bucket(string hash) =>
        Base32.TryDecode(hash.AsSpan(0, 1), out long first) ? $"b{first % Buckets}" : "b0";
}
