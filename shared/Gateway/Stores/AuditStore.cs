using Azure;
using Azure.Data.Tables;
using Postern.Core.Audit;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The changes that were made, newest first: a partition of its own in the table <c>config</c>. People make few of
/// them, so one partition is enough.
/// </summary>
public sealed class AuditStore(GatewayStorage storage)
{
    private const string Partition = "audit";

    // After every row key, which is of lower-case letters and digits.
    private const string End = "~";
    private const int AtOnce = 100;
    private readonly TableClient _table = storage.Table(TableNames.Config);

    /// <summary>Where an entry stands.</summary>
    /// <param name="when">When the change is begun.</param>
    /// <param name="distinction">Letters and digits that tell it from others of the same millisecond.</param>
    public static string RowOf(DateTimeOffset when, string distinction) => SortableTime.NewestFirst(when) + distinction;

    /// <summary>Writes entries, in one transaction; those that are there are replaced.</summary>
    public Task PutAsync(IReadOnlyList<(string Row, AuditEntry Entry)> entries, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(
            entries.Select(one => RowWrite.Upsert(TableRow.Write(Partition, one.Row, one.Entry))),
            cancellationToken
        );

    /// <summary>Deletes entries of a change that was not made.</summary>
    public Task DeleteAsync(IEnumerable<string> rows, CancellationToken cancellationToken) =>
        _table.SubmitTransactionAsync(
            rows.Select(row => RowWrite.Delete(new TableEntity(Partition, row), ETag.All)),
            cancellationToken
        );

    /// <summary>Whether there is an entry.</summary>
    public async Task<bool> ExistsAsync(string row, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, row, cancellationToken) is not null;

    /// <summary>A page of entries, newest first.</summary>
    public async Task<(IReadOnlyList<AuditEntry> Entries, string? Continuation)> ListAsync(
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, limit, cancellationToken: cancellationToken)
            .PageAsync(continuation, limit, cancellationToken);
        return ([.. rows.Select(TableRow.Read<AuditEntry>)], next);
    }

    /// <summary>Deletes all entries before a time.</summary>
    public async Task DeleteBeforeAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        var old = await _table
            .RangeAsync(Partition, SortableTime.NewestFirst(time), End, null, cancellationToken)
            .ToListAsync(cancellationToken);
        foreach (var rows in old.Chunk(AtOnce))
            await DeleteAsync(rows.Select(row => row.RowKey), cancellationToken);
    }
}
