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

    /// <summary>Notes that housekeeping starts.</summary>
    public Task BeginAsync(DateTimeOffset now, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Started(now), TableUpdateMode.Replace, cancellationToken);

    /// <summary>
    /// Notes that housekeeping starts if it has not for a time. False when it has, or when another instance was first.
    /// </summary>
    public async Task<bool> TryBeginAsync(DateTimeOffset now, TimeSpan silence, CancellationToken cancellationToken)
    {
        var before = await _table.FindAsync(Partition, Row, cancellationToken);
        if (before is null)
            return await _table.TryAddAsync(Started(now), cancellationToken);
        var isOverdue = now - TableRow.Read<Turn>(before).Started >= silence;
        return isOverdue && await _table.TryReplaceAsync(Started(now), before.ETag, cancellationToken);
    }

    private static TableEntity Started(DateTimeOffset now) => TableRow.Write(Partition, Row, new Turn(now));

    private sealed record Turn(DateTimeOffset Started);
}
