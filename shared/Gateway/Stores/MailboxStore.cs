using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>State of the mailboxes: one partition an incoming server, one row its schedule, one row a folder.</summary>
public sealed class MailboxStore(GatewayStorage storage)
{
    private const string ScheduleRow = "schedule";
    private const string FolderPrefix = "folder:";
    private readonly TableClient _table = storage.Table(TableNames.Mailboxes);

    public async Task<Versioned<MailboxSchedule>?> FindScheduleAsync(
        string server,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(TableKeys.Escape(server), ScheduleRow, cancellationToken) is { } row
            ? TableRow.ReadVersioned<MailboxSchedule>(row)
            : null;

    /// <summary>All schedules, by server.</summary>
    public async Task<IReadOnlyDictionary<string, Versioned<MailboxSchedule>>> ListSchedulesAsync(
        CancellationToken cancellationToken
    )
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.RowKey == ScheduleRow, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return rows.Select(TableRow.ReadVersioned<MailboxSchedule>).ToDictionary(schedule => schedule.Value.Server);
    }

    /// <summary>Writes a schedule if nobody changed it since it was read (or made it meanwhile). Null when somebody did.</summary>
    public async Task<Versioned<MailboxSchedule>?> TrySaveAsync(
        Versioned<MailboxSchedule>? before,
        MailboxSchedule after,
        CancellationToken cancellationToken
    )
    {
        var entity = TableRow.Write(TableKeys.Escape(after.Server), ScheduleRow, after);
        var written = before is null
            ? await _table.TryAddAsync(entity, cancellationToken)
            : await _table.TryReplaceAsync(entity, before.ETag, cancellationToken);
        // A write whose reply was lost is repeated by the client and then meets its own result: read before believing.
        var stored = await _table.FindAsync(entity.PartitionKey, entity.RowKey, cancellationToken);
        return
            stored is not null
            && (written || TableRow.SameContent(stored, entity))
            && TableRow.Read<MailboxSchedule>(stored).Run == after.Run
            ? TableRow.ReadVersioned<MailboxSchedule>(stored)
            : null;
    }

    /// <summary>Forgets a mailbox: another under the same id has nothing to do with it.</summary>
    public async Task DeleteAsync(string server, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Escape(server);
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                row => row.PartitionKey == partition,
                select: ["PartitionKey", "RowKey"],
                cancellationToken: cancellationToken
            )
        )
        {
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
        }
    }

    public async Task<FolderPosition?> FindPositionAsync(
        string server,
        string folder,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(TableKeys.Escape(server), FolderPrefix + TableKeys.Escape(folder), cancellationToken)
            is { } row
            ? TableRow.Read<FolderPosition>(row)
            : null;

    /// <summary>Writes a position. Only the run that holds the lease does.</summary>
    public Task SavePositionAsync(string server, FolderPosition position, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            TableRow.Write(TableKeys.Escape(server), FolderPrefix + TableKeys.Escape(position.Folder), position),
            TableUpdateMode.Replace,
            cancellationToken
        );
}
