using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The state of the mailboxes: a partition for each incoming server, a row for its schedule and one for each folder.
/// </summary>
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

    /// <summary>Writes a schedule. Null when it was changed since it was read.</summary>
    /// <param name="before">The schedule as it was read; null when there was none.</param>
    /// <param name="after">The new schedule.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
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
        // The client repeats a write whose reply was lost, and then finds its own result.
        var stored = await _table.FindAsync(entity.PartitionKey, entity.RowKey, cancellationToken);
        if (stored is null || !(written || TableRow.SameContent(stored, entity)))
            return null;
        var schedule = TableRow.ReadVersioned<MailboxSchedule>(stored);
        return schedule.Value.Run == after.Run ? schedule : null;
    }

    /// <summary>Notes that the record of a mailbox was changed (<see cref="MailboxRules.Changed"/>).</summary>
    public async Task NoteChangeAsync(string server, CancellationToken cancellationToken)
    {
        // A run that writes meanwhile has logged in with the old record or the new one: either is soon tried again.
        if (await FindScheduleAsync(server, cancellationToken) is { Value.RefusedLogins: > 0 } before)
            await TrySaveAsync(before, MailboxRules.Changed(before.Value), cancellationToken);
    }

    /// <summary>Deletes the state of a mailbox, which another mailbox under the same id must not inherit.</summary>
    public async Task DeleteAsync(string server, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Escape(server);
        var query = _table.QueryAsync<TableEntity>(
            row => row.PartitionKey == partition,
            select: ["PartitionKey", "RowKey"],
            cancellationToken: cancellationToken
        );
        await foreach (var row in query)
            await _table.DeleteEntityAsync(row.PartitionKey, row.RowKey, cancellationToken: cancellationToken);
    }

    /// <summary>Reads a position. Only the run that holds the lease of the mailbox may do so.</summary>
    public Task<FolderPosition?> FindPositionAsync(string server, string folder, CancellationToken cancellationToken) =>
        LongRow.FindAsync<FolderPosition>(_table, TableKeys.Escape(server), FolderRow(folder), cancellationToken);

    /// <summary>Writes a position. Only the run that holds the lease of the mailbox may do so.</summary>
    public Task SavePositionAsync(string server, FolderPosition position, CancellationToken cancellationToken)
    {
        var (partition, row) = (TableKeys.Escape(server), FolderRow(position.Folder));
        return LongRow.WriteAsync(_table, partition, row, position, cancellationToken);
    }

    private static string FolderRow(string folder) => FolderPrefix + TableKeys.Escape(folder);
}
