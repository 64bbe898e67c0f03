using Azure;
using Azure.Data.Tables;
using Postern.Core.Retention;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>The run that deletes what is old, and how far it is, as all instances share it.</summary>
internal sealed class RetentionStore(GatewayStorage storage)
{
    private const string Partition = "housekeeping";
    private const string Row = "retention";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    /// <summary>The run that goes on, or the last one; null without any.</summary>
    public async Task<Versioned<RetentionRun>?> FindAsync(CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, Row, cancellationToken) is { } row
            ? TableRow.ReadVersioned<RetentionRun>(row)
            : null;

    /// <summary>Begins the first run. False when another instance has begun it.</summary>
    public Task<bool> TryAddAsync(RetentionRun run, CancellationToken cancellationToken) =>
        _table.TryAddAsync(TableRow.Write(Partition, Row, run), cancellationToken);

    /// <summary>Writes the progress, or begins the next run; null when another instance has written since.</summary>
    public async Task<Versioned<RetentionRun>?> TrySaveAsync(
        Versioned<RetentionRun> before,
        RetentionRun after,
        CancellationToken cancellationToken
    )
    {
        var write = RowWrite.Replace(TableRow.Write(Partition, Row, after), new ETag(before.Version));
        var tags = await _table.TrySubmitForTagsAsync([write], cancellationToken);
        return tags is [{ } tag] ? new Versioned<RetentionRun>(after, tag.ToString()) : null;
    }
}
