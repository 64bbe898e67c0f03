using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <content>The failure flags of a thread (P29).</content>
public sealed partial class ThreadStore
{
    /// <summary>
    /// Writes a delivery and its failure flag in one transaction. False when it was changed since it was read.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="before">The delivery as it was read.</param>
    /// <param name="after">Its new state.</param>
    /// <param name="flag">The flag; null removes it.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
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
        var writes = new List<TableTransactionAction> { RowWrite.Replace(row, before.ETag) };
        if (flag is not null)
            writes.Add(RowWrite.Upsert(TableRow.Write(thread.Partition, key, flag)));
        else if (await _table.FindAsync(thread.Partition, key, cancellationToken) is { } flagged)
            writes.Add(RowWrite.Delete(flagged));
        if (await _table.TrySubmitAsync(writes, cancellationToken))
        {
            // A dismissal is no outcome.
            if (!after.Dismissed)
                MailMetrics.Changed(after);
            return true;
        }
        // The client repeats a transaction whose reply was lost, and then finds its own result.
        var stored = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken);
        return stored is not null && TableRow.SameContent(stored, row);
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
    )
    {
        var until = ThreadRows.After(ThreadRows.Failures);
        var rows = await _table
            .RangeAsync(key.Partition, ThreadRows.Failures, until, null, cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.Read<DeliveryFailure>)];
    }
}
