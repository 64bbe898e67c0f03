using System.Collections.Concurrent;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The blacklist for the warnings on deliveries: a copy in a partition of its own, cached in memory, since a look-up
/// for each recipient would be a storage call each. Whether mass mail is sent is decided by the entry itself.
/// </summary>
public sealed class BlacklistedAddresses(GatewayStorage storage, TimeProvider time)
{
    // The other partitions of the table are addresses; this is none.
    private const string Partition = "blacklisted";

    // A longer list is read less often: a minute more for each so many rows.
    private const int RowsPerMinute = 5000;
    private readonly TableClient _table = storage.Table(TableNames.People);
    private Snapshot _snapshot = new([], DateTimeOffset.MinValue);

    /// <summary>Reads the list again when the cache has expired.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _snapshot.Until)
            return;
        var entries = new ConcurrentDictionary<string, BlacklistEntry>();
        var query = _table.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition,
            cancellationToken: cancellationToken
        );
        await foreach (var row in query)
            entries[TableKeys.Unescape(row.RowKey)] = TableRow.Read<BlacklistEntry>(row);
        _snapshot = new Snapshot(entries, now + TimeSpan.FromMinutes(1 + (entries.Count / RowsPerMinute)));
    }

    /// <summary>Reason and times of the entry of an address, as last read; null when it has none.</summary>
    public BlacklistEntry? Find(string address) => _snapshot.Entries.GetValueOrDefault(address);

    /// <summary>Adds an entry that was written. Idempotent.</summary>
    public async Task NoteAsync(BlacklistEntry entry, CancellationToken cancellationToken)
    {
        var brief = new BlacklistEntry
        {
            Reason = entry.Reason,
            Since = entry.Since,
            Expires = entry.Expires,
        };
        var row = TableRow.Write(Partition, TableKeys.Escape(entry.Address), brief);
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        _snapshot.Entries[entry.Address] = brief;
    }

    /// <summary>Removes an entry that was deleted. Idempotent.</summary>
    public async Task ForgetAsync(string address, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Partition, TableKeys.Escape(address), cancellationToken: cancellationToken);
        _snapshot.Entries.TryRemove(address, out _);
    }

    private sealed record Snapshot(ConcurrentDictionary<string, BlacklistEntry> Entries, DateTimeOffset Until);
}
