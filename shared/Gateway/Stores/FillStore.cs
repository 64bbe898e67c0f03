using Azure.Data.Tables;
using Postern.Core.Finding;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>How far the rows of earlier messages are written, as all instances share it.</summary>
public sealed class FillStore(GatewayStorage storage)
{
    private const string Partition = "housekeeping";
    private const string Row = "fill";
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    public async Task<Versioned<FillState>?> FindAsync(CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, Row, cancellationToken) is { } row
            ? TableRow.ReadVersioned<FillState>(row)
            : null;

    /// <summary>Begins anew, whatever was done.</summary>
    public Task BeginAsync(FillState state, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(TableRow.Write(Partition, Row, state), TableUpdateMode.Replace, cancellationToken);

    /// <summary>Begins. False when it was begun before.</summary>
    public Task<bool> TryAddAsync(FillState state, CancellationToken cancellationToken) =>
        _table.TryAddAsync(TableRow.Write(Partition, Row, state), cancellationToken);

    /// <summary>Writes the progress. False when another run has written it, or it was begun anew.</summary>
    public Task<bool> TrySaveAsync(Versioned<FillState> before, FillState after, CancellationToken cancellationToken) =>
        _table.TryReplaceAsync(TableRow.Write(Partition, Row, after), before.ETag, cancellationToken);
}
