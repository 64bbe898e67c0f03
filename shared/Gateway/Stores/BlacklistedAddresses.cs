using System.Collections.Concurrent;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The blacklist as whoever writes notifications sees it: a partition of its own, kept in memory and read anew from time to time, since asking for
/// each recipient would cost a storage call apiece. Only a warning hangs on it; whether mass mail is sent, the entry itself says.
/// </summary>
public sealed class BlacklistedAddresses(GatewayStorage storage, TimeProvider time)
{
    // No address: the partitions of the table are addresses.
    private const string Partition = "blacklisted";

    // A longer list is read less often.
    private const int RowsAMinute = 5000;
    private readonly TableClient _table = storage.Table(TableNames.People);
    private Snapshot _snapshot = new([], DateTimeOffset.MinValue);

    /// <summary>Reads the list anew where it is time to.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (now < _snapshot.Until)
            return;
        var entries = new ConcurrentDictionary<string, BlacklistEntry>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                row => row.PartitionKey == Partition,
                cancellationToken: cancellationToken
            )
        )
            entries[TableKeys.Unescape(row.RowKey)] = TableRow.Read<BlacklistEntry>(row);
        _snapshot = new Snapshot(entries, now + TimeSpan.FromMinutes(1 + (entries.Count / RowsAMinute)));
    }

    /// <summary>Why and since when an address is on the list, as it was last read; null when it is not.</summary>
    public BlacklistEntry? Find(string address) => _snapshot.Entries.GetValueOrDefault(address);

    /// <summary>Notes an entry that was written. Doing it again changes nothing.</summary>
    public async Task NoteAsync(BlacklistEntry entry, CancellationToken cancellationToken)
    {
        var brief = new BlacklistEntry
        {
            Reason = entry.Reason,
            Since = entry.Since,
            Expires = entry.Expires,
        };
        await _table.UpsertEntityAsync(
            TableRow.Write(Partition, TableKeys.Escape(entry.Address), brief),
            TableUpdateMode.Replace,
            cancellationToken
        );
        _snapshot.Entries[entry.Address] = brief;
    }

    /// <summary>Forgets an entry that was removed. Doing it again changes nothing.</summary>
    public async Task ForgetAsync(string address, CancellationToken cancellationToken)
    {
        await _table.DeleteEntityAsync(Partition, TableKeys.Escape(address), cancellationToken: cancellationToken);
        _snapshot.Entries.TryRemove(address, out _);
    }

    private sealed record Snapshot(ConcurrentDictionary<string, BlacklistEntry> Entries, DateTimeOffset Until);
}
