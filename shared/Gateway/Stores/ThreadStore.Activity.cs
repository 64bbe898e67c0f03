using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>What lists over many threads say of each.</content>
public sealed partial class ThreadStore
{
    private const int MostFailures = 100;
    private static readonly string[] Keys = [nameof(TableEntity.PartitionKey), nameof(TableEntity.RowKey)];

    /// <summary>A thread with its newest message, in one query; null without either.</summary>
    public async Task<FoundThread?> FindActivityAsync(ThreadKey key, CancellationToken cancellationToken)
    {
        // The head and the messages follow each other.
        var until = ThreadRows.After(ThreadRows.Messages);
        var rows = await _table
            .RangeAsync(key.Partition, ThreadRows.Head, until, 2, cancellationToken)
            .ToListAsync(2, cancellationToken);
        return rows is [{ RowKey: ThreadRows.Head } head, var newest]
            ? FoundThread.Of(TableRow.Read<ThreadHead>(head), TableRow.Read<ThreadMessage>(newest))
            : null;
    }

    /// <summary>The next threads, in the order of their rows.</summary>
    /// <param name="after">Partition of the thread to begin after; null for the first.</param>
    /// <param name="limit">Most threads.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<ThreadKey>> ListKeysAsync(
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey gt {after ?? ""} and RowKey eq {ThreadRows.Head}");
        var rows = _table.QueryAsync<TableEntity>(filter, limit, Keys, cancellationToken);
        return
        [
            .. (await rows.ToListAsync(limit, cancellationToken)).Select(row =>
                ThreadKey.TryParse(row.PartitionKey, out var key)
                    ? key
                    : throw new InvalidDataException(row.PartitionKey)
            ),
        ];
    }

    /// <summary>The number of failure flags of a thread, counted up to 100.</summary>
    public async Task<int> CountFailuresAsync(ThreadKey key, CancellationToken cancellationToken)
    {
        var until = ThreadRows.After(ThreadRows.Failures);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {key.Partition} and RowKey ge {ThreadRows.Failures} and RowKey lt {until}"
        );
        var rows = _table.QueryAsync<TableEntity>(filter, MostFailures, Keys, cancellationToken);
        return (await rows.ToListAsync(MostFailures, cancellationToken)).Count;
    }

    /// <summary>Keys of the messages that were posted on a thread on a day, newest first.</summary>
    public async Task<IReadOnlyList<string>> ListMessageKeysAsync(
        ThreadKey key,
        DateOnly day,
        CancellationToken cancellationToken
    )
    {
        var days = DayRange.Of(day);
        var (from, until) = (ThreadRows.Message(days.NewestKey), ThreadRows.Message(days.AfterOldestKey!));
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {key.Partition} and RowKey ge {from} and RowKey lt {until}"
        );
        var rows = _table.QueryAsync<TableEntity>(filter, LargestPage, Keys, cancellationToken);
        return [.. (await rows.ToListAsync(cancellationToken)).Select(row => row.RowKey[ThreadRows.Messages.Length..])];
    }

    /// <summary>A delivery without its message; null when there is none.</summary>
    public async Task<MessageDelivery?> FindBareDeliveryAsync(
        ThreadKey key,
        DeliveryId id,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Delivery(id.Message, id.Recipient), cancellationToken)
            is { } row
            ? TableRow.Read<MessageDelivery>(row)
            : null;

    /// <summary>The deliveries of a message after one of them, in the order of their rows.</summary>
    /// <param name="key">The thread.</param>
    /// <param name="messageId">Id of the message.</param>
    /// <param name="after">Key of a recipient; null for the first.</param>
    /// <param name="state">Only deliveries in this state; null for all.</param>
    /// <param name="limit">Most deliveries.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<IReadOnlyList<MessageDelivery>> ListDeliveriesAsync(
        ThreadKey key,
        string messageId,
        string? after,
        DeliveryState? state,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = ThreadRows.Deliveries(messageId);
        var filter = TableClient.CreateQueryFilter(
            $"PartitionKey eq {key.Partition} and RowKey gt {prefix + after} and RowKey lt {ThreadRows.After(prefix)}"
        );
        if (state is { } wanted)
            filter += TableClient.CreateQueryFilter($" and state eq {wanted.ToString()}");
        var rows = await _table
            .QueryAsync<TableEntity>(filter, Math.Min(limit, LargestPage), cancellationToken: cancellationToken)
            .ToListAsync(limit, cancellationToken);
        return [.. rows.Select(TableRow.Read<MessageDelivery>)];
    }
}
