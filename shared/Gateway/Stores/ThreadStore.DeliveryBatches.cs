using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <content>Several deliveries of a thread at once.</content>
public sealed partial class ThreadStore
{
    /// <summary>
    /// Writes the new states of deliveries in one transaction. Null, and nothing written, when one of them was changed
    /// since it was read.
    /// </summary>
    public async Task<IReadOnlyList<Versioned<MessageDelivery>>?> TrySaveAllAsync(
        ThreadKey thread,
        IReadOnlyList<(Versioned<MessageDelivery> Before, MessageDelivery After)> changes,
        CancellationToken cancellationToken
    )
    {
        if (changes is [var (before, after)])
            return await TrySaveAsync(thread, before, after, cancellationToken) is { } only ? [only] : null;
        var rows = changes.Select(change => ThreadRows.Write(thread, change.After)).ToList();
        var writes = rows.Zip(changes, (row, change) => RowWrite.Replace(row, change.Before.ETag));
        if (await _table.TrySubmitForTagsAsync([.. writes], cancellationToken) is not { } tags)
            return await FindWrittenAsync(rows, cancellationToken);
        foreach (var change in changes)
            MailMetrics.Changed(change.After);
        return [.. changes.Zip(tags, (change, tag) => new Versioned<MessageDelivery>(change.After, $"{tag}"))];
    }

    /// <summary>Those of the deliveries that exist, each with its message, which is read once.</summary>
    public async Task<IReadOnlyList<DeliverySnapshot>> FindDeliveriesAsync(
        DeliveryBatch batch,
        CancellationToken cancellationToken
    )
    {
        // Point reads: the recipients of a batch lie anywhere among those of the message.
        var id = new MessageKey(batch.Message).Id;
        var reading = batch
            .Recipients.Select(recipient => ThreadRows.Delivery(id, recipient))
            .Select(key => _table.FindAsync(batch.Thread, key, cancellationToken))
            .ToList();
        var row = await _table.FindAsync(batch.Thread, ThreadRows.Message(batch.Message), cancellationToken);
        var found = await Task.WhenAll(reading);
        if (row is null)
            return [];
        var message = TableRow.Read<ThreadMessage>(row);
        var deliveries = found.OfType<TableEntity>().Select(TableRow.ReadVersioned<MessageDelivery>);
        return [.. deliveries.Select(delivery => new DeliverySnapshot(message, delivery))];
    }

    // The client repeats a transaction whose reply was lost, and then finds its own result.
    private async Task<IReadOnlyList<Versioned<MessageDelivery>>?> FindWrittenAsync(
        IReadOnlyList<TableEntity> rows,
        CancellationToken cancellationToken
    )
    {
        var found = new List<Versioned<MessageDelivery>>();
        foreach (var row in rows)
        {
            var stored = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken);
            if (stored is null || !TableRow.SameContent(stored, row))
                return null;
            found.Add(TableRow.ReadVersioned<MessageDelivery>(stored));
        }
        return found;
    }
}
