using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Limits;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>The health of outgoing servers: one partition, so that it is one query.</content>
public sealed partial class LimitStore
{
    private const string Health = "health";

    /// <summary>The health of the servers that have a problem, by server.</summary>
    public async Task<IReadOnlyDictionary<string, ServerHealth>> ListHealthAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Health, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return rows.Select(TableRow.Read<ServerHealth>).ToDictionary(health => health.Server);
    }

    /// <summary>
    /// Changes the health of a server; null is a server without problems. The change is computed again when another
    /// run has written meanwhile. Returns what is stored, and whether this call wrote it.
    /// </summary>
    public async Task<(ServerHealth? Health, bool Changed)> ChangeHealthAsync(
        string server,
        Func<ServerHealth?, ServerHealth?> change,
        CancellationToken cancellationToken
    )
    {
        ServerHealth? before = null;
        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            var row = await FindHealthAsync(server, cancellationToken);
            before = row is null ? null : TableRow.Read<ServerHealth>(row);
            var after = change(before);
            if (ReferenceEquals(after, before))
                return (before, false);
            if (after is null)
            {
                if (await _table.TryDeleteAsync(row!, cancellationToken))
                    return (null, true);
                continue;
            }
            var written = after with { Writer = Guid.NewGuid().ToString("n") };
            if (await TryWriteHealthAsync(server, written, row, cancellationToken))
                return (written, true);
        }
        return (before, false);
    }

    private async Task<bool> TryWriteHealthAsync(
        string server,
        ServerHealth health,
        TableEntity? before,
        CancellationToken cancellationToken
    )
    {
        var entity = TableRow.Write(Health, TableKeys.Escape(server), health);
        if (await TryWriteAsync(entity, before?.ETag, cancellationToken) is not null)
            return true;
        // The client repeats a write whose reply was lost, and then finds its own result.
        var stored = await FindHealthAsync(server, cancellationToken);
        return stored is not null && TableRow.Read<ServerHealth>(stored).Writer == health.Writer;
    }

    private Task<TableEntity?> FindHealthAsync(string server, CancellationToken cancellationToken) =>
        _table.FindAsync(Health, TableKeys.Escape(server), cancellationToken);
}
