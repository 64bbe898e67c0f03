using Azure.Data.Tables;
using Postern.Core.Delivery;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>Queue messages that are put back on their queue at a time.</summary>
public sealed partial class DueStore(GatewayStorage storage, MailQueues queues, TimeProvider time)
{
    private const int Buckets = 4;
    private const int HashLength = 16;
    private const int LargestPage = 1000;
    private const string BulkLane = "bulk-";
    private const string ServerColumn = "server";
    private const string SinceColumn = "since";
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
        var row = RowOf(due, identity, queue, message);
        if (waits is not null)
            Note(row, waits, time.GetUtcNow());
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    internal static TableEntity RowOf(DateTimeOffset due, string identity, string queue, string message)
    {
        var hash = Hash.Of(HashLength, "due", identity);
        return new TableEntity(Lane(queue) + Bucket(hash), $"{SortableTime.Ascending(due)}:{hash}")
        {
            ["queue"] = queue,
            ["message"] = message,
        };
    }

    /// <summary>Puts what is due on its queues, mass mail last. Returns how many messages.</summary>
    public async Task<int> DrainAsync(DateTimeOffset now, int limit, CancellationToken cancellationToken)
    {
        var until = SortableTime.Ascending(now) + ';';
        return await MoveAsync(
            partition => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey lt {until}"),
            limit,
            cancellationToken
        );
    }

    /// <summary>
    /// Puts mail that waits for an outgoing server on its queues before its time, mass mail last. Returns how many
    /// messages; 0 when none is left.
    /// </summary>
    /// <param name="server">Id of the server; null for every server.</param>
    /// <param name="before">Only what was added before this time, so that what waits again is left alone.</param>
    /// <param name="limit">About how many messages at most.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public Task<int> ReleaseAsync(string? server, DateTimeOffset before, int limit, CancellationToken cancellationToken)
    {
        // A row without the column fulfils no condition on it.
        var waits = TableClient.CreateQueryFilter($"since lt {before}");
        if (server is not null)
            waits += TableClient.CreateQueryFilter($" and server eq {server}");
        return MoveAsync(
            partition => TableClient.CreateQueryFilter($"PartitionKey eq {partition} and ") + waits,
            limit,
            cancellationToken
        );
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

    private async Task<int> MoveAsync(Func<string, string> filterOf, int limit, CancellationToken cancellationToken)
    {
        var count = await MoveLaneAsync("", filterOf, limit, cancellationToken);
        return count < limit
            ? count + await MoveLaneAsync(BulkLane, filterOf, limit - count, cancellationToken)
            : count;
    }

    private async Task<int> MoveLaneAsync(
        string lane,
        Func<string, string> filterOf,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var filters = BucketsOf(lane).Select(filterOf);
        var most = Math.Max(1, limit / Buckets);
        var counts = await Task.WhenAll(filters.Select(filter => MoveBucketAsync(filter, most, cancellationToken)));
        return counts.Sum();
    }

    private async Task<int> MoveBucketAsync(string filter, int limit, CancellationToken cancellationToken)
    {
        var count = 0;
        var pageSize = Math.Min(limit, LargestPage);
        var rows = _table.QueryAsync<TableEntity>(filter, pageSize, cancellationToken: cancellationToken);
        await foreach (var row in rows)
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
