using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Reads and writes the rows of threads. Rows that belong together are written in one entity-group transaction.
/// </summary>
public sealed partial class ThreadStore(GatewayStorage storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    /// <summary>The head and all followers, in one query; null when there is no such thread.</summary>
    public async Task<ThreadSnapshot?> FindAsync(ThreadKey key, CancellationToken cancellationToken)
    {
        var rows = await _table
            .RangeAsync(key.Partition, ThreadRows.Followers, ThreadRows.Head + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        return SnapshotIn(rows);
    }

    public async Task<Versioned<ThreadHead>?> FindHeadAsync(ThreadKey key, CancellationToken cancellationToken) =>
        await _table.FindAsync(key.Partition, ThreadRows.Head, cancellationToken) is { } row
            ? TableRow.ReadVersioned<ThreadHead>(row)
            : null;

    /// <summary>Replaces the head. Null when it was changed since it was read.</summary>
    public async Task<ETag?> PutHeadAsync(ThreadHead head, ETag before, CancellationToken cancellationToken)
    {
        var write = RowWrite.Replace(ThreadRows.Write(head), before);
        return await _table.TrySubmitForTagsAsync([write], cancellationToken) is [var written] ? written : null;
    }

    /// <summary>
    /// Runs a transaction on one thread and returns the new ETags of its rows; null where
    /// <see cref="TrySubmitAsync"/> returns false.
    /// </summary>
    internal Task<IReadOnlyList<ETag?>?> TrySubmitForTagsAsync(
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    ) => _table.TrySubmitForTagsAsync(actions, cancellationToken);

    /// <summary>
    /// Runs a transaction on one thread. False when a row that it inserts exists already, or one that it changes was
    /// changed since it was read.
    /// </summary>
    internal Task<bool> TrySubmitAsync(
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    ) => _table.TrySubmitAsync(actions, cancellationToken);
}
