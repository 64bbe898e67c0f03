using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Azure.Data.Tables.Models;

namespace Postern.Backup;

/// <summary>Reads the rows of a table in their order.</summary>
internal static class TableReading
{
    /// <summary>The rows after a place; all when that is null, none when there is no such table.</summary>
    public static async IAsyncEnumerable<TableEntity> RowsAsync(
        this TableClient table,
        RowPlace? after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        foreach (var filter in Filters(after))
        {
            var pages = table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken).AsPages();
            await using var reading = pages.GetAsyncEnumerator(cancellationToken);
            while (await HasNextAsync(reading))
            {
                foreach (var row in reading.Current.Values)
                    yield return row;
            }
        }
    }

    // One condition with "or" would search the whole table.
    private static string?[] Filters(RowPlace? after) =>
        after is null
            ? [null]
            :
            [
                TableClient.CreateQueryFilter($"PartitionKey eq {after.Partition} and RowKey gt {after.Row}"),
                TableClient.CreateQueryFilter($"PartitionKey gt {after.Partition}"),
            ];

    private static async Task<bool> HasNextAsync(IAsyncEnumerator<Page<TableEntity>> reading)
    {
        try
        {
            return await reading.MoveNextAsync();
        }
        catch (RequestFailedException e) when (e.ErrorCode == TableErrorCode.TableNotFound)
        {
            return false;
        }
    }
}
