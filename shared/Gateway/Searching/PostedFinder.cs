using System.Runtime.CompilerServices;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Searching;

/// <summary>
/// The deliveries on all threads: newest day first, then in the order of the threads, of a thread the newest message
/// first.
/// </summary>
public sealed class PostedFinder(RecentStore recent, ThreadStore threads)
{
    // Threads whose messages a call looks at; there are some calls of storage for each.
    private const int MostThreads = 500;
    private const int AtOnce = 16;

    public async Task<FoundPage<FoundDelivery>> FindAsync(
        DeliveryFilter filter,
        string? place,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var start = place is null ? null : DeliveryPlace.Read(place);
        var (items, read) = (new List<FoundDelivery>(), 0);
        await foreach (var rows in ChunksAsync(filter, start, cancellationToken))
        {
            var each = limit - items.Count;
            var found = await Task.WhenAll(rows.Select(row => ListAsync(row, filter, start, each, cancellationToken)));
            foreach (var (row, deliveries) in rows.Zip(found))
            {
                foreach (var delivery in deliveries)
                {
                    items.Add(delivery);
                    if (items.Count == limit)
                        return new(items, $"{DeliveryPlace.At(row, delivery)}");
                }
            }
            read += rows.Count;
            if (read >= MostThreads)
                return new(items, $"{DeliveryPlace.After(rows[^1])}");
        }
        return new(items, null);
    }

    private async IAsyncEnumerable<IReadOnlyList<RecentThread>> ChunksAsync(
        DeliveryFilter filter,
        DeliveryPlace? start,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var chunk = new List<RecentThread>();
        // The thread on which the page before ended has more.
        if (start is { Message.Length: > 0 })
            chunk.Add(start.Row);
        (DateOnly, string)? from = start is null ? null : (start.Row.Day, start.Row.Thread.Partition);
        await foreach (var row in recent.ReadAsync(filter.Days, from, model: null, cancellationToken))
        {
            chunk.Add(row);
            if (chunk.Count < AtOnce)
                continue;
            yield return [.. chunk];
            chunk.Clear();
        }
        if (chunk.Count > 0)
            yield return chunk;
    }

    /// <summary>The deliveries of a thread whose messages were posted on the day of its row.</summary>
    private async Task<IReadOnlyList<FoundDelivery>> ListAsync(
        RecentThread row,
        DeliveryFilter filter,
        DeliveryPlace? start,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var found = new List<FoundDelivery>();
        foreach (var message in await threads.ListMessageKeysAsync(row.Thread, row.Day, cancellationToken))
        {
            if (found.Count >= limit)
                break;
            var begun = start is not null && row == start.Row ? start : null;
            if (begun is not null && string.CompareOrdinal(message, begun.Message) < 0)
                continue;
            var after = begun?.Message == message ? begun.Recipient : null;
            found.AddRange(await ListAsync(row, message, after, filter, limit - found.Count, cancellationToken));
        }
        return found;
    }

    private async Task<IReadOnlyList<FoundDelivery>> ListAsync(
        RecentThread row,
        string message,
        string? after,
        DeliveryFilter filter,
        int limit,
        CancellationToken cancellationToken
    )
    {
        // Read from where the page before ended, and all the rest of the message where a server is searched for.
        var (id, most) = (new MessageKey(message).Id, filter.Server is null ? limit : int.MaxValue);
        var all = await threads.ListDeliveriesAsync(row.Thread, id, after, filter.State, most, cancellationToken);
        var taken = all.Where(filter.Takes).Take(limit).ToList();
        if (taken.Count == 0)
            return [];
        var subject = (await threads.FindMessageAsync(row.Thread, message, cancellationToken))?.Title ?? "";
        return [.. taken.Select(delivery => FoundDelivery.Of(row.Thread, delivery, subject))];
    }
}
