using Azure.Data.Tables;
using Postern.Core.Attention;
using Postern.Core.Finding;

namespace Postern.Gateway.Stores;

/// <content>Lists of items, newest first.</content>
public sealed partial class AttentionStore
{
    // Of each bucket, at a time.
    private const int FewestRows = 250;
    private const int LargestPage = 1000;
    private static readonly IReadOnlyList<string> Partitions =
    [
        .. Enumerable.Range(0, AttentionKeys.Buckets).Select(AttentionKeys.Partition),
    ];

    /// <summary>The newest items.</summary>
    public async Task<IReadOnlyList<AttentionItem>> ListAsync(int limit, CancellationToken cancellationToken)
    {
        var scan = new RangeScan(_table, Partitions, Math.Clamp(limit, 1, LargestPage));
        return (await scan.FindAsync(null, limit, int.MaxValue, ReadAllAsync, cancellationToken)).Items;
    }

    /// <summary>The next items that are searched for, newest first.</summary>
    /// <param name="after">Id of the item to begin after; null for the newest.</param>
    /// <param name="limit">Most items.</param>
    /// <param name="kind">Only items of this kind; null for all.</param>
    /// <param name="author">Only items of this author, whose messages were not delivered; null for all.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public Task<FoundPage<AttentionItem>> FindAsync(
        string? after,
        int limit,
        AttentionKind? kind,
        string? author,
        CancellationToken cancellationToken
    )
    {
        return ScanAsync(after, limit, items => Task.FromResult(Select(items)), cancellationToken);

        IReadOnlyList<AttentionItem?> Select(IReadOnlyList<AttentionItem> items) =>
            [.. items.Select(item => IsSearchedFor(item) ? item : null)];

        bool IsSearchedFor(AttentionItem item) =>
            (kind is null || item.Kind == kind) && (author is null || item.Author == author);
    }

    /// <summary>What is selected of the items after one, newest first, with where it goes on.</summary>
    internal async Task<FoundPage<T>> ScanAsync<T>(
        string? after,
        int limit,
        Func<IReadOnlyList<AttentionItem>, Task<IReadOnlyList<T?>>> select,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var scan = new RangeScan(_table, Partitions, Math.Clamp(limit, FewestRows, LargestPage));
        var (items, next, _) = await scan.FindAsync(
            after,
            limit,
            RangeScan.MostRows,
            rows => select([.. rows.Select(Read)]),
            cancellationToken
        );
        return new(items, next);
    }

    private static Task<IReadOnlyList<AttentionItem?>> ReadAllAsync(IReadOnlyList<TableEntity> rows) =>
        Task.FromResult<IReadOnlyList<AttentionItem?>>([.. rows.Select(Read)]);
}
