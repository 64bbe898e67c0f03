using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>The aliases: a partition for each alias domain, a row for each local part.</summary>
public sealed class AliasStore(GatewayStorage storage, ConfigurationStore configuration)
{
    private readonly TableClient _table = storage.Table(TableNames.Aliases);

    public async Task<IReadOnlyList<MailAlias>> ListAsync(CancellationToken cancellationToken)
    {
        var query = _table.QueryAsync<TableEntity>(cancellationToken: cancellationToken);
        return [.. (await query.ToListAsync(cancellationToken)).Select(Read)];
    }

    public async Task<Versioned<MailAlias>?> FindAsync(
        string domain,
        string localPart,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(TableKeys.Escape(domain), TableKeys.Escape(localPart), cancellationToken) is { } row
            ? new Versioned<MailAlias>(Read(row), row.ETag.ToString())
            : null;

    /// <summary>
    /// Writes an alias on the conditions of <see cref="ConfigurationStore.PutAsync"/>. Null when they fail.
    /// </summary>
    public async Task<ETag?> PutAsync(MailAlias alias, ETag? ifMatch, bool onlyNew, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(TableKeys.Escape(alias.Domain), TableKeys.Escape(alias.LocalPart), alias);
        var write = RowWrite.Put(row, ifMatch, onlyNew);
        if (await _table.TrySubmitForTagsAsync([write], cancellationToken) is not [var written])
            return null;
        await configuration.TouchAliasesAsync(cancellationToken);
        return written;
    }

    /// <summary>
    /// Writes the health of an alias, unless it is changed at the same time, which resets the health anyway.
    /// </summary>
    public async Task SetStatusAsync(
        string domain,
        string localPart,
        AliasStatus status,
        string? error,
        CancellationToken cancellationToken
    )
    {
        if (await FindAsync(domain, localPart, cancellationToken) is not { } found)
            return;
        var after = found.Value with { Status = status, LastError = error };
        await PutAsync(after, found.ETag, onlyNew: false, cancellationToken);
    }

    public async Task<bool> DeleteAsync(
        string domain,
        string localPart,
        ETag? ifMatch,
        CancellationToken cancellationToken
    )
    {
        var row = new TableEntity(TableKeys.Escape(domain), TableKeys.Escape(localPart));
        var deleted = await _table.TrySubmitAsync([RowWrite.Delete(row, ifMatch ?? ETag.All)], cancellationToken);
        if (deleted)
            await configuration.TouchAliasesAsync(cancellationToken);
        return deleted;
    }

    private static MailAlias Read(TableEntity row) =>
        TableRow.Read<MailAlias>(row) with
        {
            Domain = TableKeys.Unescape(row.PartitionKey),
            LocalPart = TableKeys.Unescape(row.RowKey),
        };
}
