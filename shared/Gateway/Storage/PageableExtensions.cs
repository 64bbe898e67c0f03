using Azure;
using Azure.Data.Tables;

namespace Postern.Gateway.Storage;

/// <summary>Reads the results of a query into lists.</summary>
internal static class PageableExtensions
{
    public static Task<List<TableEntity>> ToListAsync(
        this AsyncPageable<TableEntity> pages,
        CancellationToken cancellationToken
    ) => pages.ToListAsync(int.MaxValue, cancellationToken);

    /// <summary>The first rows, up to a limit.</summary>
    public static async Task<List<TableEntity>> ToListAsync(
        this AsyncPageable<TableEntity> pages,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<TableEntity>();
        await foreach (var row in pages.WithCancellation(cancellationToken))
        {
            rows.Add(row);
            if (rows.Count == limit)
                break;
        }
        return rows;
    }

    /// <summary>One page of rows, and where the next begins.</summary>
    public static async Task<(IReadOnlyList<TableEntity> Rows, string? Continuation)> PageAsync(
        this AsyncPageable<TableEntity> pages,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await foreach (var page in pages.AsPages(continuation, limit).WithCancellation(cancellationToken))
            return (page.Values, page.ContinuationToken);
        return ([], null);
    }
}
