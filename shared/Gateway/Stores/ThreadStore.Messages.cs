using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>The messages of a thread.</content>
public sealed partial class ThreadStore
{
    private const int LargestPage = 1000;

    public async Task<ThreadMessage?> FindMessageAsync(
        ThreadKey key,
        string messageKey,
        CancellationToken cancellationToken
    ) => (await FindVersionedMessageAsync(key, messageKey, cancellationToken))?.Value;

    /// <summary>A message with its ETag.</summary>
    internal async Task<Versioned<ThreadMessage>?> FindVersionedMessageAsync(
        ThreadKey key,
        string messageKey,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Message(messageKey), cancellationToken) is { } row
            ? TableRow.ReadVersioned<ThreadMessage>(row)
            : null;

    /// <summary>Messages, newest first; with <paramref name="after"/> only older ones than that.</summary>
    public async Task<IReadOnlyList<ThreadMessage>> ListMessagesAsync(
        ThreadKey key,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? ThreadRows.Messages : ThreadRows.Message(after) + '!';
        var until = ThreadRows.After(ThreadRows.Messages);
        var rows = await _table
            .RangeAsync(key.Partition, from, until, Math.Min(limit, LargestPage), cancellationToken)
            .ToListAsync(limit, cancellationToken);
        return [.. rows.Select(TableRow.Read<ThreadMessage>)];
    }
}
