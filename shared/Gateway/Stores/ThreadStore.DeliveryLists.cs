using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>Lists of deliveries.</content>
public sealed partial class ThreadStore
{
    /// <summary>
    /// The deliveries of a thread in the order of their rows: those of one message follow each other.
    /// </summary>
    /// <param name="key">The thread.</param>
    /// <param name="after">The delivery to begin after; null for the first.</param>
    /// <param name="state">Only deliveries in this state; null for all.</param>
    /// <param name="limit">Most deliveries.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<MessageDelivery>> ListDeliveriesAsync(
        ThreadKey key,
        DeliveryId? after,
        DeliveryState? state,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? ThreadRows.AllDeliveries : ThreadRows.Delivery(after.Message, after.Recipient);
        var until = ThreadRows.After(ThreadRows.AllDeliveries);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {key.Partition} and RowKey gt {from} and RowKey lt {until}"
        );
        if (state is { } wanted)
            filter += TableClient.CreateQueryFilter($" and state eq {wanted.ToString()}");
        var rows = await _table
            .QueryAsync<TableEntity>(filter, limit, cancellationToken: cancellationToken)
            .ToListAsync(limit, cancellationToken);
        return [.. rows.Select(TableRow.Read<MessageDelivery>)];
    }

    /// <summary>The deliveries of a message; with a state only those in it.</summary>
    public async Task<IReadOnlyList<MessageDelivery>> ListDeliveriesAsync(
        ThreadKey key,
        string messageId,
        DeliveryState? state,
        CancellationToken cancellationToken
    )
    {
        var deliveries = await ListFirstDeliveriesAsync(key, messageId, null, cancellationToken);
        return [.. deliveries.Where(delivery => state is null || delivery.State == state)];
    }

    /// <summary>
    /// The deliveries of a message, in the order of their rows, read in pages of <paramref name="limit"/>.
    /// </summary>
    public async Task<IReadOnlyList<MessageDelivery>> ListFirstDeliveriesAsync(
        ThreadKey key,
        string messageId,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = ThreadRows.Deliveries(messageId);
        var rows = await _table
            .RangeAsync(key.Partition, prefix, ThreadRows.After(prefix), limit, cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.Read<MessageDelivery>)];
    }
}
