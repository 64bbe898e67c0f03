using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The keys of the HTTP API: a partition of their own in the table <c>config</c>, a row each. The record has no secret;
/// the columns <c>hash</c> and <c>used</c> are written on their own.
/// </summary>
public sealed class ApiKeyStore(GatewayStorage storage)
{
    private const string Partition = "api-keys";
    private const string Hash = "hash";
    private const string Used = "used";
    private readonly TableClient _table = storage.Table(TableNames.Config);

    /// <summary>All keys, also those that were revoked.</summary>
    public async Task<IReadOnlyList<StoredKey>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(row => new StoredKey(Read(row), row.GetString(Hash)))];
    }

    public async Task<Versioned<ApiKey>?> FindAsync(string id, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, TableKeys.Escape(id), cancellationToken) is { } row
            ? new(Read(row), row.ETag.ToString())
            : null;

    /// <summary>Adds a key. Repeating it is harmless.</summary>
    public Task AddAsync(StoredKey key, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(Partition, key.Key.Id, key.Key, (Hash, key.Hash));
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Changes the record of a key. Null when it was changed since it was read.</summary>
    public async Task<ETag?> ChangeAsync(ApiKey key, ETag before, CancellationToken cancellationToken)
    {
        var row = TableRow.WithEnd(TableRow.Write(Partition, key.Id, key));
        return await _table.TrySubmitForTagsAsync([RowWrite.Merge(row, before)], cancellationToken) is [var written]
            ? written
            : null;
    }

    /// <summary>Writes when a key was last used, unless it is gone.</summary>
    public Task NoteUseAsync(string id, DateTimeOffset time, CancellationToken cancellationToken) =>
        _table.TryMergeAsync(new TableEntity(Partition, id) { [Used] = time }, ETag.All, cancellationToken);

    private static ApiKey Read(TableEntity row) =>
        TableRow.Read<ApiKey>(row) with
        {
            LastUsed = row.GetDateTimeOffset(Used),
        };
}
