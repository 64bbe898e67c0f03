using Azure.Data.Tables;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Forgetting;

/// <summary>Goes through the rows of a table from a place on, until there are none or it is time to end.</summary>
internal sealed class TableWalk(GatewayStorage storage)
{
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
    ) => await RunAsync(name, only, TableView.All, work, visit, cancellationToken);

    /// <summary>Visits the rows of a view. Returns the last one that was visited; null when it came to the end.</summary>
    /// <param name="name">The table.</param>
    /// <param name="view">The rows and columns that are read.</param>
    /// <param name="work">The round, with the place to begin after.</param>
    /// <param name="visit">What is done with each row.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public Task<(string Partition, string Row)?> RunAsync(
        string name,
        TableView view,
        ErasureWork work,
        Func<TableEntity, Task> visit,
        CancellationToken cancellationToken
    ) => RunAsync(name, null, view, work, visit, cancellationToken);

    private async Task<(string Partition, string Row)?> RunAsync(
        string name,
        string? only,
        TableView view,
        ErasureWork work,
        Func<TableEntity, Task> visit,
        CancellationToken cancellationToken
    )
    {
        var table = storage.Table(name);
        // Two queries: a condition on either would read the whole table.
        foreach (var filter in Filters(only, work))
        {
            var rows = table.QueryAsync<TableEntity>(filter + view.And, view.AtOnce, view.Columns, cancellationToken);
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

/// <summary>Which rows and columns of a table are read.</summary>
/// <param name="Condition">A condition on the rows; null = all.</param>
/// <param name="Columns">The columns; null = all.</param>
/// <param name="AtOnce">Rows of one call.</param>
internal sealed record TableView(string? Condition, IReadOnlyList<string>? Columns, int AtOnce)
{
    public static TableView All { get; } = new(null, null, 500);

    public string And => Condition is null ? "" : $" and ({Condition})";
}
