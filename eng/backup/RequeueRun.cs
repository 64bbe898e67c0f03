using Azure.Data.Tables;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Backup;

/// <summary>
/// Lets work go on whose messages on queues are lost: each mail that is not decided and each delivery that has not ended
/// gets a row in the table <c>due</c>. What still has its message is met twice, which changes nothing.
/// </summary>
internal sealed class RequeueRun(Account account, Surroundings around)
{
    public async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        await GatewayCheck.MustBeThereAsync(account, cancellationToken);
        foreach (var table in new[] { TableNames.Journal, TableNames.Threads })
        {
            var count = 0;
            await foreach (var row in account.Table(table).RowsAsync(after: null, cancellationToken))
            {
                if (RestoredRows.WorkOf(table, row) is { } work && await TryAddAsync(work, cancellationToken))
                    count++;
            }
            around.Output.WriteLine($"{table}: {count} queued again");
        }
        return ExitCode.Done;
    }

    // One that waits has its row, which says more.
    private async Task<bool> TryAddAsync(TableEntity work, CancellationToken cancellationToken)
    {
        var due = account.Table(TableNames.Due);
        var found = await due.GetEntityIfExistsAsync<TableEntity>(
            work.PartitionKey,
            work.RowKey,
            cancellationToken: cancellationToken
        );
        if (!found.HasValue)
            await due.UpsertEntityAsync(work, TableUpdateMode.Replace, cancellationToken);
        return !found.HasValue;
    }
}
