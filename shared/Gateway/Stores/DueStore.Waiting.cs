using Azure.Data.Tables;
using Postern.Core.Delivery;
using Postern.Core.Finding;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>
/// The deliveries that wait: the rows say for which server and since when, so that no delivery has to be read.
/// </content>
public sealed partial class DueStore
{
    private const string WaitServer = "waitServer";
    private const string WaitSince = "waitSince";
    private const string WaitLimit = "waitLimit";

    // Of each bucket, for lists.
    private const int RowsAtOnce = 125;

    // One page of each bucket, whatever waits.
    private const int MostInBucket = LargestPage;

    /// <summary>The deliveries that wait, counted up to a thousand in each of the eight parts of the table.</summary>
    public async Task<WaitingDeliveries> ReadWaitingAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var buckets = await Task.WhenAll(
            BucketsOf("").Concat(BucketsOf(BulkLane)).Select(bucket => ReadBucketAsync(bucket, cancellationToken))
        );
        var waiting = buckets.SelectMany(rows => rows.Select(Read).OfType<WaitingDelivery>());
        return new WaitingDeliveries(waiting, buckets.Any(rows => rows.Count == MostInBucket), now);
    }

    /// <summary>What is selected of the messages that are due after a place, the next one first.</summary>
    internal async Task<FoundPage<T>> ScanAsync<T>(
        string? after,
        int limit,
        int most,
        Func<IReadOnlyList<DueMessage>, Task<IReadOnlyList<T?>>> select,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var scan = new RangeScan(_table, [.. BucketsOf(""), .. BucketsOf(BulkLane)], RowsAtOnce);
        var (items, next, _) = await scan.FindAsync(
            after,
            limit,
            most,
            rows =>
                select([.. rows.Select(row => new DueMessage(TimeOf(row.RowKey)!.Value, row.GetString("message")))]),
            cancellationToken
        );
        return new(items, next);
    }

    private Task<List<TableEntity>> ReadBucketAsync(string bucket, CancellationToken cancellationToken) =>
        _table
            .QueryAsync<TableEntity>(
                row => row.PartitionKey == bucket,
                MostInBucket,
                ["RowKey", WaitServer, WaitSince, WaitLimit],
                cancellationToken
            )
            .ToListAsync(MostInBucket, cancellationToken);

    private static void Note(TableEntity row, WaitingDelivery waits, DateTimeOffset now)
    {
        if (waits.WaitsFor is { } server)
            (row[ServerColumn], row[SinceColumn]) = (server, now);
        row[WaitServer] = waits.Server ?? "";
        row[WaitSince] = waits.Since;
        row[WaitLimit] = waits.ForLimit;
    }

    // An entry of another kind, or of a version that did not note it, has no such columns.
    private static WaitingDelivery? Read(TableEntity row)
    {
        if (row.GetDateTimeOffset(WaitSince) is not { } since)
            return null;
        var server = row.GetString(WaitServer) is { Length: > 0 } id ? id : null;
        var identity = row.RowKey[(row.RowKey.IndexOf(':', StringComparison.Ordinal) + 1)..];
        return new WaitingDelivery(identity, server, since, row.GetBoolean(WaitLimit) == true);
    }
}

/// <summary>A queue message that is put back on its queue at a time.</summary>
internal sealed record DueMessage(DateTimeOffset Due, string Message);
