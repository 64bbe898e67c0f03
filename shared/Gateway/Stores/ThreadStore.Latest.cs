using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>A thread together with its latest messages.</content>
public sealed partial class ThreadStore
{
    // Followers, head and twelve messages of nearly every thread. The rows of a longer one are read as they are needed.
    private const int RowsAtOnce = 20;

    /// <summary>
    /// The head, all followers and the latest messages, newest first; null when there is no such thread. Their keys
    /// follow each other, so that this is one query where followers and messages are few.
    /// </summary>
    /// <param name="key">The thread.</param>
    /// <param name="limit">Maximum number of messages.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<ThreadWithLatest?> FindWithLatestAsync(
        ThreadKey key,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var until = ThreadRows.After(ThreadRows.Messages);
        var (rows, more) = await _table
            .RangeAsync(key.Partition, ThreadRows.Followers, until, RowsAtOnce, cancellationToken)
            .PageAsync(null, RowsAtOnce, cancellationToken);
        if (SnapshotIn(rows) is not { } thread)
            return more is null ? null : await FindManyAsync(key, limit, cancellationToken);
        var messages = rows.Where(IsMessage).Take(limit).Select(TableRow.Read<ThreadMessage>).ToList();
        if (more is not null && messages.Count < limit)
        {
            var last = messages.Count == 0 ? null : messages[^1].Key;
            messages.AddRange(await ListMessagesAsync(key, last, limit - messages.Count, cancellationToken));
        }
        return new ThreadWithLatest(thread, messages);
    }

    // Its followers fill the first page.
    private async Task<ThreadWithLatest?> FindManyAsync(ThreadKey key, int limit, CancellationToken cancellationToken)
    {
        var messages = ListMessagesAsync(key, null, limit, cancellationToken);
        var thread = FindAsync(key, cancellationToken);
        await Task.WhenAll(thread, messages);
        return await thread is { } found ? new ThreadWithLatest(found, await messages) : null;
    }

    private static ThreadSnapshot? SnapshotIn(IReadOnlyList<TableEntity> rows)
    {
        if (rows.FirstOrDefault(row => row.RowKey == ThreadRows.Head) is not { } head)
            return null;
        var followers = rows.TakeWhile(row => row.RowKey != ThreadRows.Head).Select(TableRow.Read<Follower>);
        return new ThreadSnapshot(TableRow.Read<ThreadHead>(head), [.. followers]);
    }

    private static bool IsMessage(TableEntity row) =>
        row.RowKey.StartsWith(ThreadRows.Messages, StringComparison.Ordinal);
}

/// <summary>A thread with its latest messages, newest first.</summary>
public sealed record ThreadWithLatest(ThreadSnapshot Thread, IReadOnlyList<ThreadMessage> Latest);
