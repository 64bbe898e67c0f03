using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The rows of the configuration, in one partition. A change and the version row are written in one transaction, so
/// an instance that sees the new version sees the change. The version row also has the version of the aliases, which
/// are in a table of their own: a change of the configuration leaves it, except one by a version that did not know it.
/// </summary>
public sealed class ConfigurationStore(GatewayStorage storage, TimeProvider time)
{
    private const string Partition = "config";
    private const string VersionRow = "version";
    private const string Id = "id";
    private const string Aliases = "aliases";
    private readonly TableClient _table = storage.Table(TableNames.Config);
    private long _writes;

    /// <summary>How often this process has written, so that what it keeps in memory is read again.</summary>
    public long Writes => Interlocked.Read(ref _writes);

    public async Task<Versioned<T>?> FindAsync<T>(string kind, string id, CancellationToken cancellationToken) =>
        await FindRowAsync(kind, id, cancellationToken) is { } row ? TableRow.ReadVersioned<T>(row) : null;

    /// <summary>Writes a row; without a condition it is created or replaced. Null when a condition fails.</summary>
    /// <param name="kind">Kind of the row.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="value">The record.</param>
    /// <param name="ifMatch">The ETag that the row must have; null = no such condition.</param>
    /// <param name="onlyNew">Whether the row must not exist.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ETag?> PutAsync<T>(
        string kind,
        string id,
        T value,
        ETag? ifMatch,
        bool onlyNew,
        CancellationToken cancellationToken
    )
    {
        var before = await FindRowAsync(kind, id, cancellationToken);
        var row = TableRow.Write(Partition, Row(kind, id), value, ("created", CreatedOf(before)));
        var write = RowWrite.Put(row, ifMatch, onlyNew);
        if (!await _table.TrySubmitAsync([write, NewVersion()], cancellationToken))
            return null;
        Interlocked.Increment(ref _writes);
        return (await FindRowAsync(kind, id, cancellationToken))?.ETag;
    }

    /// <summary>
    /// Writes a row if there is none. It leaves the version alone, so no instance reads the configuration again.
    /// </summary>
    public Task<bool> TryAddAsync<T>(string kind, string id, T value, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(Partition, Row(kind, id), value, ("created", time.GetUtcNow()));
        return _table.TryAddAsync(row, cancellationToken);
    }

    /// <summary>
    /// Deletes a row. False when it does not exist, or was changed since <paramref name="ifMatch"/> was read.
    /// </summary>
    public async Task<bool> DeleteAsync(string kind, string id, ETag? ifMatch, CancellationToken cancellationToken)
    {
        var delete = RowWrite.Delete(new TableEntity(Partition, Row(kind, id)), ifMatch ?? ETag.All);
        var deleted = await _table.TrySubmitAsync([delete, NewVersion()], cancellationToken);
        Interlocked.Increment(ref _writes);
        return deleted;
    }

    /// <summary>The version row, for a change that depends on it.</summary>
    public async Task<ConfigurationVersion> FindVersionAsync(CancellationToken cancellationToken) =>
        new((await _table.FindAsync(Partition, VersionRow, cancellationToken))?.ETag.ToString());

    /// <summary>
    /// Writes rows in one transaction if nothing in the configuration was changed since the version was read; else
    /// returns null. Returns the ETag of the first row, <see cref="ETag.All"/> when that was deleted.
    /// </summary>
    public async Task<ETag?> TryChangeAsync(
        ConfigurationVersion version,
        IReadOnlyList<ConfigurationChange> changes,
        CancellationToken cancellationToken
    )
    {
        var next = Version();
        var writes = new List<TableTransactionAction>();
        foreach (var change in changes)
            writes.Add(await WriteOfAsync(change, cancellationToken));
        writes.Add(version.Version is { } read ? RowWrite.Merge(next, new ETag(read)) : RowWrite.Add(next));
        var tags = await _table.TrySubmitForTagsAsync(writes, cancellationToken);
        Interlocked.Increment(ref _writes);
        if (tags is [var first, ..])
            return first ?? ETag.All;
        // The client repeats a transaction whose reply was lost. If the first succeeded, the version row is this one.
        if ((await ReadVersionsAsync(cancellationToken)).Configuration != next.GetString(Id))
            return null;
        return (await FindRowAsync(changes[0].Kind, changes[0].Id, cancellationToken))?.ETag ?? ETag.All;
    }

    /// <summary>Makes every instance read the aliases again, after a change of them.</summary>
    public async Task TouchAliasesAsync(CancellationToken cancellationToken)
    {
        var version = Version();
        version[Aliases] = version[Id];
        await _table.UpsertEntityAsync(version, TableUpdateMode.Merge, cancellationToken);
        Interlocked.Increment(ref _writes);
    }

    /// <summary>The versions as they are stored.</summary>
    public async Task<StoredVersions> ReadVersionsAsync(CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(Partition, VersionRow, cancellationToken);
        return new StoredVersions(row?.GetString(Id), row?.GetString(Aliases));
    }

    /// <summary>All rows.</summary>
    public async Task<IReadOnlyList<ConfigurationRow>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Where(row => row.RowKey != VersionRow).Select(ConfigurationRow.Read)];
    }

    private async Task<TableTransactionAction> WriteOfAsync(
        ConfigurationChange change,
        CancellationToken cancellationToken
    )
    {
        var key = Row(change.Kind, change.Id);
        if (change.Value is null)
            return RowWrite.Delete(new TableEntity(Partition, key), ETag.All);
        var before = await FindRowAsync(change.Kind, change.Id, cancellationToken);
        return RowWrite.Upsert(TableRow.Write(Partition, key, change.Value, ("created", CreatedOf(before))));
    }

    internal static bool IsRow(string table, TableEntity row, string kind, string id) =>
        table == TableNames.Config && row.PartitionKey == Partition && row.RowKey == Row(kind, id);

    private Task<TableEntity?> FindRowAsync(string kind, string id, CancellationToken cancellationToken) =>
        _table.FindAsync(Partition, Row(kind, id), cancellationToken);

    private DateTimeOffset CreatedOf(TableEntity? before) => before?.GetDateTimeOffset("created") ?? time.GetUtcNow();

    private static string Row(string kind, string id) => $"{kind}:{TableKeys.Escape(id)}";

    private TableTransactionAction NewVersion() => RowWrite.UpsertMerge(Version());

    private TableEntity Version() =>
        new(Partition, VersionRow) { [Id] = Guid.NewGuid().ToString("n"), ["changed"] = time.GetUtcNow() };
}
