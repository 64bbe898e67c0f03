using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <content>Single deliveries.</content>
public sealed partial class ThreadStore
{
    /// <summary>A delivery with its message; null when there is none.</summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        DeliveryReference reference,
        CancellationToken cancellationToken
    )
    {
        // Two concurrent point reads: one query over both keys would scan the whole partition.
        var message = _table.FindAsync(reference.Thread, ThreadRows.Message(reference.Message), cancellationToken);
        var key = ThreadRows.Delivery(new MessageKey(reference.Message).Id, reference.Recipient);
        var delivery = _table.FindAsync(reference.Thread, key, cancellationToken);
        return await message is { } found && await delivery is { } row
            ? new DeliverySnapshot(TableRow.Read<ThreadMessage>(found), TableRow.ReadVersioned<MessageDelivery>(row))
            : null;
    }

    /// <summary>A delivery by the id that a route names; null when there is none.</summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        ThreadKey key,
        DeliveryId id,
        CancellationToken cancellationToken
    )
    {
        var row = await _table.FindAsync(
            key.Partition,
            ThreadRows.Delivery(id.Message, id.Recipient),
            cancellationToken
        );
        if (row is null)
            return null;
        var delivery = TableRow.ReadVersioned<MessageDelivery>(row);
        var message = await FindMessageAsync(key, delivery.Value.Message, cancellationToken);
        return message is null ? null : new DeliverySnapshot(message, delivery);
    }

    /// <summary>
    /// A delivery by the id of its message and the key of its recipient, which a return path names; null without one.
    /// </summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        ThreadKey thread,
        string messageId,
        string recipient,
        CancellationToken cancellationToken
    )
    {
        var row = await _table.FindAsync(
            thread.Partition,
            ThreadRows.Delivery(messageId, recipient),
            cancellationToken
        );
        return row is null ? null : await FindDeliveryAsync(thread, row, cancellationToken);
    }

    /// <summary>The only delivery of a message; null when it has none or more than one.</summary>
    public async Task<DeliverySnapshot?> FindOnlyDeliveryAsync(
        ThreadKey thread,
        MessageKey message,
        CancellationToken cancellationToken
    )
    {
        var prefix = ThreadRows.Deliveries(message.Id);
        var (rows, more) = await _table
            .RangeAsync(thread.Partition, prefix, ThreadRows.After(prefix), 2, cancellationToken)
            .PageAsync(null, 2, cancellationToken);
        return rows is [var only] && more is null ? await FindDeliveryAsync(thread, only, cancellationToken) : null;
    }

    /// <summary>Writes the new state of a delivery. Null when it was changed since it was read.</summary>
    public async Task<Versioned<MessageDelivery>?> TrySaveAsync(
        ThreadKey thread,
        Versioned<MessageDelivery> before,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        var row = ThreadRows.Write(thread, after);
        try
        {
            var response = await _table.UpdateEntityAsync(row, before.ETag, TableUpdateMode.Replace, cancellationToken);
            MailMetrics.Changed(after);
            var written = response.Headers.ETag ?? throw new InvalidDataException("Table Storage gave no ETag.");
            return new Versioned<MessageDelivery>(after, written.ToString());
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // The client repeats a write whose reply was lost, and then finds its own result.
            var stored = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken);
            return stored is not null && TableRow.SameContent(stored, row)
                ? TableRow.ReadVersioned<MessageDelivery>(stored)
                : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    private Task<DeliverySnapshot?> FindDeliveryAsync(
        ThreadKey thread,
        TableEntity row,
        CancellationToken cancellationToken
    ) => FindDeliveryAsync(TableRow.Read<MessageDelivery>(row).Reference(thread), cancellationToken);
}
