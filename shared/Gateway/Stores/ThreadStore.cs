using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <summary>Reads threads and writes their rows. Whatever belongs together is written in one entity-group transaction.</summary>
public sealed partial class ThreadStore(GatewayStorage storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    /// <summary>The head and all followers in one query; null when there is no such thread.</summary>
    public async Task<ThreadSnapshot?> FindAsync(ThreadKey key, CancellationToken cancellationToken)
    {
        var rows = await _table
            .RangeAsync(key.Partition, ThreadRows.Followers, ThreadRows.Head + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        if (rows.FirstOrDefault(row => row.RowKey == ThreadRows.Head) is not { } head)
            return null;
        return new ThreadSnapshot(
            TableRow.Read<ThreadHead>(head),
            [.. rows.Where(row => row.RowKey != ThreadRows.Head).Select(TableRow.Read<Follower>)]
        );
    }

    public async Task<ThreadMessage?> FindMessageAsync(
        ThreadKey key,
        string messageKey,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Message(messageKey), cancellationToken) is { } row
            ? TableRow.Read<ThreadMessage>(row)
            : null;

    /// <summary>Messages, newest first, those older than <paramref name="after"/> when it is given.</summary>
    public async Task<IReadOnlyList<ThreadMessage>> ListMessagesAsync(
        ThreadKey key,
        string? after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = after is null ? ThreadRows.Messages : ThreadRows.Message(after) + '!';
        var messages = new List<ThreadMessage>();
        await foreach (
            var row in _table.RangeAsync(
                key.Partition,
                from,
                ThreadRows.After(ThreadRows.Messages),
                Math.Min(limit, 1000),
                cancellationToken
            )
        )
        {
            messages.Add(TableRow.Read<ThreadMessage>(row));
            if (messages.Count == limit)
                break;
        }
        return messages;
    }

    /// <summary>All deliveries of a message, or only those in one state.</summary>
    public async Task<IReadOnlyList<MessageDelivery>> ListDeliveriesAsync(
        ThreadKey key,
        string messageId,
        DeliveryState? state,
        CancellationToken cancellationToken
    ) =>
        [
            .. (await ListFirstDeliveriesAsync(key, messageId, null, cancellationToken)).Where(delivery =>
                state is null || delivery.State == state
            ),
        ];

    /// <summary>The first deliveries of a message, in the order of their rows.</summary>
    public async Task<IReadOnlyList<MessageDelivery>> ListFirstDeliveriesAsync(
        ThreadKey key,
        string messageId,
        int? limit,
        CancellationToken cancellationToken
    )
    {
        var prefix = ThreadRows.Deliveries(messageId);
        var rows = await _table
            .RangeAsync(key.Partition, prefix, ThreadRows.After(prefix), limit, cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.Read<MessageDelivery>)];
    }

    /// <summary>What one delivery needs to be sent; null when there is no such delivery.</summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        DeliveryReference reference,
        CancellationToken cancellationToken
    )
    {
        // Two point reads at once: one query over both keys would walk the whole partition.
        var message = _table.FindAsync(reference.Thread, ThreadRows.Message(reference.Message), cancellationToken);
        var delivery = _table.FindAsync(
            reference.Thread,
            ThreadRows.Delivery(new MessageKey(reference.Message).Id, reference.Recipient),
            cancellationToken
        );
        return await message is { } found && await delivery is { } row
            ? new DeliverySnapshot(TableRow.Read<ThreadMessage>(found), TableRow.ReadVersioned<MessageDelivery>(row))
            : null;
    }

    /// <summary>The delivery that a return path names by its message's id and its recipient's key, with its message; null when there is none.</summary>
    public async Task<DeliverySnapshot?> FindDeliveryAsync(
        ThreadKey thread,
        string messageId,
        string recipient,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(thread.Partition, ThreadRows.Delivery(messageId, recipient), cancellationToken)
            is { } row
            ? await FindDeliveryAsync(TableRow.Read<MessageDelivery>(row).Reference(thread), cancellationToken)
            : null;

    /// <summary>The only delivery of a message; null when it has none, or more.</summary>
    public async Task<DeliverySnapshot?> FindOnlyDeliveryAsync(
        ThreadKey thread,
        MessageKey message,
        CancellationToken cancellationToken
    )
    {
        var prefix = ThreadRows.Deliveries(message.Id);
        await foreach (
            var page in _table
                .RangeAsync(thread.Partition, prefix, ThreadRows.After(prefix), 2, cancellationToken)
                .AsPages()
        )
        {
            return page is { Values: [var only], ContinuationToken: null }
                ? await FindDeliveryAsync(TableRow.Read<MessageDelivery>(only).Reference(thread), cancellationToken)
                : null;
        }
        return null;
    }

    /// <summary>Writes a delivery's new state if nobody changed it since it was read. Null when somebody did.</summary>
    public async Task<Versioned<MessageDelivery>?> TrySaveAsync(
        ThreadKey thread,
        Versioned<MessageDelivery> before,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        var entity = ThreadRows.Write(thread, after);
        try
        {
            var response = await _table.UpdateEntityAsync(
                entity,
                before.ETag,
                TableUpdateMode.Replace,
                cancellationToken
            );
            MailMetrics.Changed(after);
            return new Versioned<MessageDelivery>(
                after,
                response.Headers.ETag?.ToString() ?? throw new InvalidDataException("Table Storage gave no ETag.")
            );
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // A write whose reply was lost is repeated by the client and then meets its own result: read before believing.
            var stored = await _table.FindAsync(entity.PartitionKey, entity.RowKey, cancellationToken);
            return stored is not null && TableRow.SameContent(stored, entity)
                ? TableRow.ReadVersioned<MessageDelivery>(stored)
                : null;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public async Task<Versioned<Follower>?> FindFollowerAsync(
        ThreadKey key,
        string address,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Follower(address), cancellationToken) is { } row
            ? TableRow.ReadVersioned<Follower>(row)
            : null;

    /// <summary>Writes a follower as it was read (<paramref name="before"/>) or new. Null when somebody else wrote it.</summary>
    public async Task<ETag?> PutFollowerAsync(
        ThreadKey key,
        Follower follower,
        ETag? before,
        CancellationToken cancellationToken
    )
    {
        var row = ThreadRows.Write(key, follower);
        var write = before is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        return await _table.TrySubmitForTagsAsync([write], cancellationToken) is [var written] ? written : null;
    }

    /// <summary>Removes a follower if nobody changed it since it was read.</summary>
    public Task<bool> DeleteFollowerAsync(
        ThreadKey key,
        string address,
        ETag before,
        CancellationToken cancellationToken
    ) =>
        _table.TrySubmitAsync(
            [
                new(
                    TableTransactionActionType.Delete,
                    new TableEntity(key.Partition, ThreadRows.Follower(address)),
                    before
                ),
            ],
            cancellationToken
        );

    /// <summary>Runs one transaction on a thread. False when a row that it makes is there already, or one that it changes was changed.</summary>
    internal Task<bool> TrySubmitAsync(
        IReadOnlyList<TableTransactionAction> actions,
        CancellationToken cancellationToken
    ) => _table.TrySubmitAsync(actions, cancellationToken);

    /// <summary>A message with its ETag.</summary>
    internal async Task<Versioned<ThreadMessage>?> FindVersionedMessageAsync(
        ThreadKey key,
        string messageKey,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Message(messageKey), cancellationToken) is { } row
            ? TableRow.ReadVersioned<ThreadMessage>(row)
            : null;

    /// <summary>Adds a follower. False when the address follows already.</summary>
    public Task<bool> TryAddFollowerAsync(ThreadKey key, Follower follower, CancellationToken cancellationToken) =>
        _table.TryAddAsync(ThreadRows.Write(key, follower), cancellationToken);

    /// <summary>Followers whose row key comes after another, in order.</summary>
    internal async Task<IReadOnlyList<Follower>> ListFollowersAsync(
        ThreadKey key,
        string? afterAddress,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = afterAddress is null ? ThreadRows.Followers : ThreadRows.Follower(afterAddress) + '!';
        var followers = new List<Follower>();
        await foreach (
            var row in _table.RangeAsync(
                key.Partition,
                from,
                ThreadRows.After(ThreadRows.Followers),
                limit,
                cancellationToken
            )
        )
        {
            followers.Add(TableRow.Read<Follower>(row));
            if (followers.Count == limit)
                break;
        }
        return followers;
    }
}
