using System.Runtime.CompilerServices;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Searching;

/// <summary>
/// The list of threads, newest activity first: day by day, those of a day by their newest message. Of a day with more
/// than a thousand, each thousand is sorted by itself.
/// </summary>
public sealed class ThreadFinder(RecentStore recent, ThreadStore threads)
{
    private const int MostRows = RangeScan.MostRows;
    private const int BlockSize = 1000;

    // Threads that are read in a call: a block is not cut, so that it may be up to a block more.
    private const int MostThreads = 1000;
    private const int AtOnce = 32;

    /// <summary>The next threads.</summary>
    /// <param name="filter">Which threads.</param>
    /// <param name="place">Where the list goes on; null for its beginning.</param>
    /// <param name="limit">Most threads.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    public async Task<FoundPage<FoundThread>> FindAsync(
        ThreadFilter filter,
        ThreadPlace? place,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (items, known) = (new List<FoundThread>(), new Dictionary<ThreadKey, FoundThread?>());
        await foreach (var block in BlocksAsync(filter, place, cancellationToken))
        {
            await ReadAsync(block.Threads, known, cancellationToken);
            var found = block.Threads.Select(row => known[row.Thread]).OfType<FoundThread>();
            var rest = await OfStateAsync(ThreadSorting.Rest(block, found, place), filter, cancellationToken);
            var page = rest.Take(limit - items.Count).ToList();
            items.AddRange(await CountedAsync(page, cancellationToken));
            if (items.Count == limit)
                return new(items, $"{ThreadSorting.Next(block, rest, page.Count)}");
            if (known.Count >= MostThreads || block.IsLast)
                return new(items, $"{ThreadSorting.After(block)}");
        }
        return new(items, null);
    }

    /// <summary>The rows in blocks; the last that a call may read says so.</summary>
    private async IAsyncEnumerable<RecentBlock> BlocksAsync(
        ThreadFilter filter,
        ThreadPlace? place,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var blocks = new RecentBlocks(filter, place, BlockSize, MostRows);
        (DateOnly, string)? from = place is null ? null : (place.Day, place.After);
        await foreach (var row in recent.ReadAsync(new DayRange(), from, filter.Model, cancellationToken))
        {
            if (blocks.Add(row) is { } whole)
                yield return whole;
        }
        if (blocks.Rest() is { } rest)
            yield return rest;
    }

    // A thread has a row on each of its days, and is read once.
    private async Task ReadAsync(
        IEnumerable<RecentThread> rows,
        Dictionary<ThreadKey, FoundThread?> known,
        CancellationToken cancellationToken
    )
    {
        foreach (var some in rows.Select(row => row.Thread).Where(thread => !known.ContainsKey(thread)).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(some.Select(thread => threads.FindActivityAsync(thread, cancellationToken)));
            foreach (var (thread, activity) in some.Zip(found))
                known[thread] = activity;
        }
    }

    private async Task<IReadOnlyList<FoundThread>> OfStateAsync(
        IReadOnlyList<FoundThread> found,
        ThreadFilter filter,
        CancellationToken cancellationToken
    )
    {
        if (filter.Failed is not { } failed)
            return found;
        var counted = await CountedAsync(found, cancellationToken);
        return [.. counted.Where(thread => thread.Failed == failed)];
    }

    private async Task<IReadOnlyList<FoundThread>> CountedAsync(
        IReadOnlyList<FoundThread> found,
        CancellationToken cancellationToken
    )
    {
        var counted = new List<FoundThread>();
        foreach (var some in found.Chunk(AtOnce))
            counted.AddRange(await Task.WhenAll(some.Select(thread => CountedAsync(thread, cancellationToken))));
        return counted;
    }

    private async Task<FoundThread> CountedAsync(FoundThread thread, CancellationToken cancellationToken) =>
        thread.IsCounted
            ? thread
            : thread with
            {
                Failures = await threads.CountFailuresAsync(new(thread.Model, thread.Id), cancellationToken),
                IsCounted = true,
            };
}
