using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The contacts that are never written to: a partition of their own, cached for a minute, since a look-up for each
/// follower of each message would be a storage call each.
/// </summary>
public sealed class InactiveContacts(GatewayStorage storage, TimeProvider time)
{
    // The other partitions of the table are addresses; this is none.
    private const string Partition = "inactive";
    private static readonly TimeSpan Cached = TimeSpan.FromMinutes(1);
    private readonly TableClient _table = storage.Table(TableNames.People);
    private (IReadOnlySet<string> Addresses, DateTimeOffset Until)? _cache;

    public async Task<IReadOnlySet<string>> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache is { } cache && now < cache.Until)
            return cache.Addresses;
        var addresses = new HashSet<string>();
        var query = _table.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition,
            cancellationToken: cancellationToken
        );
        await foreach (var row in query)
            addresses.Add(TableKeys.Unescape(row.RowKey));
        _cache = (addresses, now + Cached);
        return addresses;
    }

    /// <summary>Writes whether a contact is inactive. Idempotent.</summary>
    public Task NoteAsync(Contact contact, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition, TableKeys.Escape(contact.Address));
        return contact.Active
            ? _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken)
            : _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }
}
