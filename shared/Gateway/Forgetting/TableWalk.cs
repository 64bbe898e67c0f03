using Azure.Data.Tables;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>Goes through the rows of a table from a place on, until there are none or it is time to end.</summary>
internal sealed class TableWalk(GatewayStorage storage)
{
    private const int AtOnce = 500;

    /// <summary>Visits rows. Returns the last one that was visited; null when it came to the end.</summary>
    /// <param name="name">The table.</param>
    /// <param name="only">The partition to go through; null for all.</param>
    /// <param name="work">The round, with the place to begin after.</param>
    /// <param name="visit">What is done with each row.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<(string Partition, string Row)?> RunAsync(
        string name,
        string? only,
        ErasureWork work,
        Func<TableEntity, Task> visit,
        CancellationToken cancellationToken
    )
    {
        var table = storage.Table(name);
        // Two queries: a condition on either would read the whole table.
        foreach (var filter in Filters(only, work))
        {
            var rows = table.QueryAsync<TableEntity>(filter, AtOnce, cancellationToken: cancellationToken);
            await foreach (var row in rows)
            {
                await visit(row);
                work.Looked++;
                if (work.IsLate)
                    return (row.PartitionKey, row.RowKey);
            }
        }
        return null;
    }

    private static IEnumerable<string> Filters(string? only, ErasureWork work)
    {
        var (partition, row) = (work.Job.Partition, work.Job.Row);
        if (only is not null)
        {
            yield return TableClient.CreateQueryFilter($"PartitionKey eq {only} and RowKey gt {row ?? ""}");
            yield break;
        }
        if (partition is not null)
            yield return TableClient.CreateQueryFilter($"PartitionKey eq {partition} and RowKey gt {row ?? ""}");
        yield return TableClient.CreateQueryFilter($"PartitionKey gt {partition ?? ""}");
    }
}
