using Azure.Data.Tables;
using Postern.Core.Delivery;
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
