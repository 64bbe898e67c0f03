using Azure.Data.Tables;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// When housekeeping was started last, as all instances share it: where the timer does not fire, one of them does its
/// work.
/// </summary>
public sealed class HousekeepingTurns(GatewayStorage storage)
{
    private const string Partition = "housekeeping";
    private const string Row = "turn";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    // Counts up when a version writes what the one before does not understand. That one drops the member, since it writes
    // the row anew.
    private const int Generation = 2;

    /// <summary>Notes that housekeeping starts.</summary>
    public async Task BeginAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var before = await _table.FindAsync(Partition, Row, cancellationToken);
        await _table.UpsertEntityAsync(Started(before, now), TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>
    /// Notes that housekeeping starts if it has not for a time. False when it has, or when another instance was first.
    /// </summary>
    public async Task<bool> TryBeginAsync(DateTimeOffset now, TimeSpan silence, CancellationToken cancellationToken)
    {
        var before = await _table.FindAsync(Partition, Row, cancellationToken);
        if (before is null)
            return await _table.TryAddAsync(Started(null, now), cancellationToken);
        var isOverdue = now - TableRow.Read<Turn>(before).Started >= silence;
        return isOverdue && await _table.TryReplaceAsync(Started(before, now), before.ETag, cancellationToken);
    }

    /// <summary>When housekeeping was started last; null when it never was, or in an account without the table.</summary>
    /// <param name="limits">The table <c>limits</c> of the account.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public static async Task<DateTimeOffset?> FindStartedAsync(
        TableClient limits,
        CancellationToken cancellationToken
    ) => await limits.FindAsync(Partition, Row, cancellationToken) is { } row ? TableRow.Read<Turn>(row).Started : null;

    internal static bool IsTurn(string table, TableEntity row) =>
        table == TableNames.Limits && row.PartitionKey == Partition && row.RowKey == Row;

    /// <summary>Since when this version or a later one does the work; null when it has not yet.</summary>
    public async Task<DateTimeOffset?> FindSinceAsync(CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, Row, cancellationToken) is { } row ? SinceIn(row) : null;

    private static TableEntity Started(TableEntity? before, DateTimeOffset now)
    {
        var since = (before is null ? null : SinceIn(before)) ?? now;
        return TableRow.Write(Partition, Row, new Turn(now) { Generation = Generation, Since = since });
    }

    private static DateTimeOffset? SinceIn(TableEntity row) =>
        TableRow.Read<Turn>(row) is { Generation: >= Generation } turn ? turn.Since : null;

    private sealed record Turn(DateTimeOffset Started)
    {
        public int Generation { get; init; } = 1;

        public DateTimeOffset? Since { get; init; }
    }
}
