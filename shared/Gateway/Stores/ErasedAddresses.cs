using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The blacklist entries of people who were erased: the address is a hash under a key of the gateway's
/// (<see cref="ErasureKey"/>), in the partition <c>erased</c> of <c>people</c>. Cached for a minute, and nothing but this
/// while nobody was erased.
/// </summary>
public sealed class ErasedAddresses(GatewayStorage storage, ErasureKey key, TimeProvider time)
{
    // The other partitions of the table are addresses; this is none.
    private const string Partition = "erased";
    private static readonly TimeSpan Cached = TimeSpan.FromMinutes(1);
    private readonly TableClient _table = storage.Table(TableNames.People);
    private (IReadOnlyDictionary<string, BlacklistEntry> Entries, DateTimeOffset Until)? _cache;

    /// <summary>The entry of an erased address; null when it has none.</summary>
    public async Task<BlacklistEntry?> FindAsync(string address, CancellationToken cancellationToken)
    {
        var entries = await GetAsync(cancellationToken);
        if (entries.Count == 0 || await key.FindHashAsync(address, cancellationToken) is not { } hash)
            return null;
        return entries.GetValueOrDefault(hash) is { } entry ? entry with { Address = address } : null;
    }

    /// <summary>Keeps the entry of an address that is erased, without its note. Idempotent.</summary>
    public async Task AddAsync(BlacklistEntry entry, CancellationToken cancellationToken)
    {
        var hash = await key.HashAsync(entry.Address, cancellationToken);
        var row = TableRow.Write(Partition, hash, entry with { Note = null, Covers = null });
        await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
        _cache = null;
    }

    /// <summary>Takes an address off. False when it has no entry.</summary>
    public async Task<bool> RemoveAsync(string address, CancellationToken cancellationToken)
    {
        if (await FindAsync(address, cancellationToken) is null)
            return false;
        var hash = await key.HashAsync(address, cancellationToken);
        await _table.DeleteEntityAsync(Partition, hash, cancellationToken: cancellationToken);
        _cache = null;
        return true;
    }

    private async Task<IReadOnlyDictionary<string, BlacklistEntry>> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache is { } cache && now < cache.Until)
            return cache.Entries;
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        var entries = rows.ToDictionary(row => row.RowKey, TableRow.Read<BlacklistEntry>);
        _cache = (entries, now + Cached);
        return entries;
    }
}
