using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <content>Deliveries by their ids, those that failed, and the head alone.</content>
public sealed partial class ThreadStore
{
    /// <summary>A thread's deliveries, those of its messages together, after one of them when it is given.</summary>
    public async Task<IReadOnlyList<MessageDelivery>> ListDeliveriesAsync(
        ThreadKey key,
        DeliveryId? after,
        DeliveryState? state,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {key.Partition} and RowKey gt {(after is null ? ThreadRows.AllDeliveries : ThreadRows.Delivery(after.Message, after.Recipient))} and RowKey lt {ThreadRows.After(ThreadRows.AllDeliveries)}"
        );
        if (state is { } wanted)
            filter += TableClient.CreateQueryFilter($" and state eq {wanted.ToString()}");
        var deliveries = new List<MessageDelivery>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken))
        {
            deliveries.Add(TableRow.Read<MessageDelivery>(row));
            if (deliveries.Count == limit)
                break;
        }
        return deliveries;
    }

    /// <summary>A delivery by what a return path or a route names; null when there is none.</summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        ThreadKey key,
        DeliveryId id,
        CancellationToken cancellationToken
    )
    {
        if (
            await _table.FindAsync(key.Partition, ThreadRows.Delivery(id.Message, id.Recipient), cancellationToken)
            is not { } row
        )
            return null;
        var delivery = TableRow.ReadVersioned<MessageDelivery>(row);
        return await FindMessageAsync(key, delivery.Value.Message, cancellationToken) is { } message
            ? new DeliverySnapshot(message, delivery)
            : null;
    }

    /// <summary>
    /// Writes a delivery's new state and in the same transaction its failure flag, or takes that away (null). False when somebody
    /// changed the delivery since it was read.
    /// </summary>
    public async Task<bool> TryFlagAsync(
        ThreadKey thread,
        Versioned<MessageDelivery> before,
        MessageDelivery after,
        DeliveryFailure? flag,
        CancellationToken cancellationToken
    )
    {
        var row = ThreadRows.Write(thread, after);
        var key = ThreadRows.Failure(DeliveryId.Of(after));
        var rows = new List<TableTransactionAction> { new(TableTransactionActionType.UpdateReplace, row, before.ETag) };
        if (flag is not null)
            rows.Add(new(TableTransactionActionType.UpsertReplace, TableRow.Write(thread.Partition, key, flag)));
        else if (await _table.FindAsync(thread.Partition, key, cancellationToken) is { } flagged)
            rows.Add(new(TableTransactionActionType.Delete, flagged));
        if (await _table.TrySubmitAsync(rows, cancellationToken))
        {
            // That somebody dismissed it is no outcome.
            if (!after.Dismissed)
                MailMetrics.Changed(after);
            return true;
        }
        // The client may have met its own result.
        return await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken) is { } stored
            && TableRow.SameContent(stored, row);
    }

    public async Task<DeliveryFailure?> FindFailureAsync(
        ThreadKey key,
        DeliveryId id,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Failure(id), cancellationToken) is { } row
            ? TableRow.Read<DeliveryFailure>(row)
            : null;

    /// <summary>The failure flags of a thread.</summary>
    public async Task<IReadOnlyList<DeliveryFailure>> ListFailuresAsync(
        ThreadKey key,
        CancellationToken cancellationToken
    ) =>
        [
            .. (
                await _table
                    .RangeAsync(
                        key.Partition,
                        ThreadRows.Failures,
                        ThreadRows.After(ThreadRows.Failures),
                        null,
                        cancellationToken
                    )
                    .ToListAsync(cancellationToken)
            ).Select(TableRow.Read<DeliveryFailure>),
        ];

    public async Task<Versioned<ThreadHead>?> FindHeadAsync(ThreadKey key, CancellationToken cancellationToken) =>
        await _table.FindAsync(key.Partition, ThreadRows.Head, cancellationToken) is { } row
            ? TableRow.ReadVersioned<ThreadHead>(row)
            : null;

    /// <summary>Writes the head as it was read. Null when somebody else wrote it.</summary>
    public async Task<ETag?> PutHeadAsync(ThreadHead head, ETag before, CancellationToken cancellationToken) =>
        await _table.TrySubmitForTagsAsync(
            [new(TableTransactionActionType.UpdateReplace, ThreadRows.Write(head), before)],
            cancellationToken
        )
            is [var written]
            ? written
            : null;
}
