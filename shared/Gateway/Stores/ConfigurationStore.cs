using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Rows of configuration, all in one partition: a change and the version row are written in one transaction, so an
/// instance that sees the new version sees the change.
/// </summary>
public sealed class ConfigurationStore(GatewayStorage storage, TimeProvider time)
{
    private const string Partition = "config";
    private const string VersionRow = "version";
    private readonly TableClient _table = storage.Table(TableNames.Config);

    public async Task<Versioned<T>?> FindAsync<T>(string kind, string id, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, Row(kind, id), cancellationToken) is { } row
            ? TableRow.ReadVersioned<T>(row)
            : null;

    /// <summary>
    /// Writes a row. Without a condition it is made or replaced; with <paramref name="ifMatch"/> it is replaced only if nobody
    /// changed it since; with <paramref name="onlyNew"/> it is made only if there is none. Null when the condition fails.
    /// </summary>
    public async Task<ETag?> PutAsync<T>(
        string kind,
        string id,
        T value,
        ETag? ifMatch,
        bool onlyNew,
        CancellationToken cancellationToken
    )
    {
        var before = await _table.FindAsync(Partition, Row(kind, id), cancellationToken);
        var entity = TableRow.Write(
            Partition,
            Row(kind, id),
            value,
            ("created", before?.GetDateTimeOffset("created") ?? time.GetUtcNow())
        );
        var write =
            onlyNew ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : ifMatch is { } etag ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
            : new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity);
        if (!await _table.TrySubmitAsync([write, NewVersion()], cancellationToken))
            return null;
        var stored = await _table.FindAsync(Partition, Row(kind, id), cancellationToken);
        return stored?.ETag;
    }

    /// <summary>Writes a row if there is none; no instance needs to read the configuration again for it.</summary>
    public Task<bool> TryAddAsync<T>(string kind, string id, T value, CancellationToken cancellationToken) =>
        _table.TryAddAsync(
            TableRow.Write(Partition, Row(kind, id), value, ("created", time.GetUtcNow())),
            cancellationToken
        );

    /// <summary>Removes a row. False when it is not there, or was changed since <paramref name="ifMatch"/> was read.</summary>
    public Task<bool> DeleteAsync(string kind, string id, ETag? ifMatch, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(
            [
                new(TableTransactionActionType.Delete, new TableEntity(Partition, Row(kind, id)), ifMatch ?? ETag.All),
                NewVersion(),
            ],
            cancellationToken
        );

    /// <summary>The version row, to make a change depend on.</summary>
    public async Task<ConfigurationVersion> FindVersionAsync(CancellationToken cancellationToken) =>
        new((await _table.FindAsync(Partition, VersionRow, cancellationToken))?.ETag.ToString());

    /// <summary>
    /// Writes rows in one transaction, provided that nothing at all was changed since the version was read. Null when something was;
    /// else the ETag of the first row (<see cref="ETag.All"/> when that one was removed).
    /// </summary>
    public async Task<ETag?> TryChangeAsync(
        ConfigurationVersion version,
        IReadOnlyList<ConfigurationChange> changes,
        CancellationToken cancellationToken
    )
    {
        var next = Version();
        var actions = new List<TableTransactionAction>();
        foreach (var change in changes)
            actions.Add(await ActionAsync(change, cancellationToken));
        actions.Add(
            version.Version is { } read
                ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, next, new ETag(read))
                : new TableTransactionAction(TableTransactionActionType.Add, next)
        );
        if (await _table.TrySubmitForTagsAsync(actions, cancellationToken) is [var first, ..])
            return first ?? ETag.All;
        // The reply to a transaction that went through may be lost and the transaction sent again: then the version row is already ours.
        if (await ReadVersionAsync(cancellationToken) != next.GetString("id"))
            return null;
        return (await _table.FindAsync(Partition, Row(changes[0].Kind, changes[0].Id), cancellationToken))?.ETag
            ?? ETag.All;
    }

    /// <summary>Tells every instance to read the configuration again, after a change outside this table.</summary>
    public Task TouchAsync(CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Version(), TableUpdateMode.Replace, cancellationToken);

    /// <summary>The version of the configuration; null before the first change.</summary>
    public async Task<string?> ReadVersionAsync(CancellationToken cancellationToken) =>
        (await _table.FindAsync(Partition, VersionRow, cancellationToken))?.GetString("id");

    /// <summary>All rows with the kind and id that each was written under.</summary>
    public async Task<IReadOnlyList<ConfigurationRow>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Where(row => row.RowKey != VersionRow).Select(ConfigurationRow.Read)];
    }

    private async Task<TableTransactionAction> ActionAsync(
        ConfigurationChange change,
        CancellationToken cancellationToken
    )
    {
        var row = Row(change.Kind, change.Id);
        if (change.Value is null)
            return new(TableTransactionActionType.Delete, new TableEntity(Partition, row), ETag.All);
        var created =
            (await _table.FindAsync(Partition, row, cancellationToken))?.GetDateTimeOffset("created")
            ?? time.GetUtcNow();
        return new(
            TableTransactionActionType.UpsertReplace,
            TableRow.Write(Partition, row, change.Value, ("created", created))
        );
    }

    private static string Row(string kind, string id) => $"{kind}:{TableKeys.Escape(id)}";

    private TableTransactionAction NewVersion() => new(TableTransactionActionType.UpsertReplace, Version());

    private TableEntity Version() =>
        new(Partition, VersionRow) { ["id"] = Guid.NewGuid().ToString("n"), ["changed"] = time.GetUtcNow() };
}
