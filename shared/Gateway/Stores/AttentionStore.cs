using Azure.Data.Tables;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>What wants a person, newest first.</summary>
public sealed class AttentionStore(GatewayStorage storage, MailQueues queues, TimeProvider time)
{
    private const int HashLength = 16;
    private const int Buckets = 4;
    private readonly TableClient _table = storage.Table(TableNames.Attention);

    /// <summary>
    /// Keeps a queue message with the reason. <paramref name="identity"/> is the same when the message is met again at the
    /// same time, so that it is kept once.
    /// </summary>
    public Task<bool> AddMessageAsync(
        AttentionKind kind,
        string queue,
        string message,
        string? field,
        string reason,
        DateTimeOffset since,
        string identity,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(queue, message, since, identity),
            Kind = kind,
            Time = time.GetUtcNow(),
            Reason = reason,
            Field = field,
            Queue = queue,
            Message = message,
        };
        return _table.TryAddAsync(TableRow.Write(Partition(item.Id), item.Id, item), cancellationToken);
    }

    /// <summary>Keeps that a mail wants a person. Doing it again for the same mail changes nothing.</summary>
    public Task<bool> AddMailAsync(
        AttentionKind kind,
        string mailId,
        DateTimeOffset received,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(mailId, received),
            Kind = kind,
            Time = time.GetUtcNow(),
            Reason = reason,
            Mail = mailId,
        };
        return _table.TryAddAsync(TableRow.Write(Partition(item.Id), item.Id, item), cancellationToken);
    }

    /// <summary>Forgets that a mail wants a person. False when it does not.</summary>
    public Task<bool> DiscardMailAsync(string mailId, DateTimeOffset received, CancellationToken cancellationToken) =>
        DiscardAsync(IdOf(mailId, received), cancellationToken);

    /// <summary>Keeps that a message did not reach a recipient. Doing it again for the same delivery changes nothing.</summary>
    public Task<bool> AddFailureAsync(
        ThreadMessage message,
        MessageDelivery delivery,
        DeliveryFailure failure,
        CancellationToken cancellationToken
    )
    {
        var item = new AttentionItem
        {
            Id = IdOf(message, delivery),
            Kind = AttentionKind.Undelivered,
            Time = failure.Time,
            Reason = $"To {failure.Recipient}: {message.Subject}. {failure.Reply}",
            Thread = message.Thread.Key,
            Delivery = failure.Delivery,
            Author = failure.Author,
        };
        return _table.TryAddAsync(TableRow.Write(Partition(item.Id), item.Id, item), cancellationToken);
    }

    /// <summary>Id of the item that a queue message has.</summary>
    public static string IdOf(string queue, string message, DateTimeOffset since, string identity) =>
        SortableTime.NewestFirst(since) + Hash.Of(HashLength, queue, identity, message);

    /// <summary>Id of the item that a mail has.</summary>
    public static string IdOf(string mailId, DateTimeOffset received) =>
        SortableTime.NewestFirst(received) + Hash.Of(HashLength, "mail", mailId);

    /// <summary>Id of the item that a failed delivery has.</summary>
    public static string IdOf(ThreadMessage message, MessageDelivery delivery) =>
        SortableTime.NewestFirst(message.Time)
        + Hash.Of(HashLength, "delivery", delivery.Reference(message.Thread.Key).ToString());

    /// <summary>Keeps a queue message that breaks its contract, with the field and the reason.</summary>
    public Task<bool> RejectAsync(
        string queue,
        string message,
        ContractProblem problem,
        CancellationToken cancellationToken
    ) =>
        AddMessageAsync(
            AttentionKind.Rejected,
            queue,
            message,
            problem.Field,
            problem.Reason,
            time.GetUtcNow(),
            "",
            cancellationToken
        );

    public async Task<AttentionItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        IsId(id) && await _table.FindAsync(Partition(id), id, cancellationToken) is { } row
            ? TableRow.Read<AttentionItem>(row)
            : null;

    /// <summary>The newest items.</summary>
    public Task<IReadOnlyList<AttentionItem>> ListAsync(int limit, CancellationToken cancellationToken) =>
        ListAsync(limit, null, null, cancellationToken);

    /// <summary>The newest items of a kind, and of an author whose messages did not arrive.</summary>
    public async Task<IReadOnlyList<AttentionItem>> ListAsync(
        int limit,
        AttentionKind? kind,
        string? author,
        CancellationToken cancellationToken
    )
    {
        var pages = await Task.WhenAll(
            Enumerable
                .Range(0, Buckets)
                .Select(async bucket =>
                {
                    var items = new List<AttentionItem>();
                    await foreach (
                        var row in _table.QueryAsync<TableEntity>(
                            row => row.PartitionKey == $"b{bucket}",
                            limit,
                            cancellationToken: cancellationToken
                        )
                    )
                    {
                        var item = TableRow.Read<AttentionItem>(row);
                        if ((kind is null || item.Kind == kind) && (author is null || item.Author == author))
                            items.Add(item);
                        if (items.Count == limit)
                            break;
                    }
                    return items;
                })
        );
        return [.. pages.SelectMany(page => page).OrderBy(item => item.Id, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>Puts the message on its queue again and forgets the item. False when there is no such item.</summary>
    public async Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindAsync(id, cancellationToken) is not { } item)
            return false;
        // Queue first: a crash in between replays the message twice, which every queue tolerates; the other order would lose it.
        if (item is { Queue: { } queue, Message: { } message })
            await queues.PutTextAsync(queue, message, cancellationToken);
        await DiscardAsync(id, cancellationToken);
        return true;
    }

    /// <summary>Forgets an item. False when there is no such item.</summary>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken) =>
        IsId(id)
            ? _table.TrySubmitAsync(
                [new(TableTransactionActionType.Delete, new TableEntity(Partition(id), id))],
                cancellationToken
            )
            : Task.FromResult(false);

    private static bool IsId(string id) => id.Length == SortableTime.Length + HashLength && Base32.IsEncoded(id);

    private static string Partition(string id) =>
        Base32.TryDecode(id.AsSpan(SortableTime.Length, 1), out long first) ? $"b{first % Buckets}" : "b0";
}
