using Azure.Data.Tables;
using Postern.Core.Finding;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Searches rows that lie in several partitions as one list, in the order of their row keys. A call reads a limited number
/// of rows; where it ends, the next goes on.
/// </summary>
/// <param name="table">The table.</param>
/// <param name="partitions">The partitions.</param>
/// <param name="each">Most rows that are read of a partition at a time.</param>
/// <param name="filter">What the rows must fulfil beside, as a filter of the query; null without.</param>
internal sealed class RangeScan(TableClient table, IReadOnlyList<string> partitions, int each, string? filter = null)
{
    /// <summary>Most rows that a call reads, before it answers with what it has found.</summary>
    public const int MostRows = 5000;

    // What is looked up of rows is looked up for as many at a time.
    private const int Chunk = 64;

    /// <summary>The next items.</summary>
    /// <param name="after">Row key to begin after; null for the first.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="most">Most rows that are read before it is given up for this call.</param>
    /// <param name="select">The item of each row, in the order of the rows; null where it is not searched for.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<Scanned<T>> FindAsync<T>(
        string? after,
        int limit,
        int most,
        Func<IReadOnlyList<TableEntity>, Task<IReadOnlyList<T?>>> select,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var (items, rows) = (new List<T>(), 0);
        while (true)
        {
            var ranges = await Task.WhenAll(partitions.Select(name => ReadAsync(name, after, cancellationToken)));
            rows += ranges.Sum(range => range.Rows.Count);
            var merged = MergedRanges.Merge(ranges);
            after = await TakeAsync(merged.Rows, items, limit, select) ?? after;
            if (items.Count == limit)
                return new(items, after, rows);
            if (merged.IsWhole || rows + (partitions.Count * each) > most)
                return new(items, merged.IsWhole ? null : after, rows);
        }
    }

    /// <summary>Adds items until there are enough; returns the key of the last row that was looked at.</summary>
    private static async Task<string?> TakeAsync<T>(
        IReadOnlyList<KeyedRow<TableEntity>> rows,
        List<T> items,
        int limit,
        Func<IReadOnlyList<TableEntity>, Task<IReadOnlyList<T?>>> select
    )
        where T : class
    {
        string? last = null;
        foreach (var some in rows.Chunk(Chunk))
        {
            var selected = await select([.. some.Select(row => row.Row)]);
            foreach (var (row, item) in some.Zip(selected))
            {
                last = row.Key;
                if (item is not null)
                    items.Add(item);
                if (items.Count == limit)
                    return last;
            }
        }
        return last;
    }

    private async Task<KeyRange<TableEntity>> ReadAsync(
        string partition,
        string? after,
        CancellationToken cancellationToken
    )
    {
        var query = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        if (after is not null)
            query += TableClient.CreateQueryFilter($" and RowKey gt {after}");
        var rows = await table
            .QueryAsync<TableEntity>(query + filter, each, cancellationToken: cancellationToken)
            .ToListAsync(each, cancellationToken);
        return new([.. rows.Select(row => new KeyedRow<TableEntity>(row.RowKey, row))], rows.Count < each);
    }
}

/// <summary>What a search has found.</summary>
/// <param name="Items">What was found.</param>
/// <param name="Next">Row key that the search goes on after; null at its end.</param>
/// <param name="Rows">How many rows were read.</param>
internal sealed record Scanned<T>(IReadOnlyList<T> Items, string? Next, int Rows);
