using Azure.Data.Tables;
using Postern.Core.Health;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>The runs that still work while the gateway drains. Each renews its row; that of a killed one ends soon.</summary>
public sealed class RunningStore(GatewayStorage storage, TimeProvider time)
{
    private const string Partition = "running";
    private static readonly TimeSpan Valid = TimeSpan.FromSeconds(15);
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    /// <summary>Writes or renews the row of a run.</summary>
    public Task SayAsync(string run, RunningWork work, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(Partition, run, new Running(work, time.GetUtcNow() + Valid));
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    public Task EndAsync(string run, CancellationToken cancellationToken) =>
        _table.TryDeleteAsync(new TableEntity(Partition, run), cancellationToken);

    /// <summary>The runs that work now. Rows of killed ones are deleted.</summary>
    public async Task<IReadOnlyList<RunningWork>> ListAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Partition, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        var now = time.GetUtcNow();
        foreach (var row in rows.Where(row => TableRow.Read<Running>(row).Until < now))
            await EndAsync(row.RowKey, cancellationToken);
        return [.. rows.Select(TableRow.Read<Running>).Where(run => run.Until >= now).Select(run => run.Work)];
    }

    private sealed record Running(RunningWork Work, DateTimeOffset Until);
}
