using Azure.Data.Tables;
using Postern.Core.Attention;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>The attention list: everything that an administrator has to look at, newest first.</summary>
public sealed partial class AttentionStore(GatewayStorage storage, MailQueues queues, TimeProvider time)
{
    // Versions that know fewer kinds, beside this one or after a rollback, read another one in the record.
    private const string KindColumn = "kind";

    private readonly TableClient _table = storage.Table(TableNames.Attention);

    /// <summary>Id of the item of a queue message.</summary>
    public static string IdOf(string queue, string message, DateTimeOffset since, string identity) =>
        AttentionKeys.OfMessage(queue, message, since, identity);

    /// <summary>Id of the item of a mail.</summary>
    public static string IdOf(string mailId, DateTimeOffset received) => AttentionKeys.OfMail(mailId, received);

    public async Task<AttentionItem?> FindAsync(string id, CancellationToken cancellationToken) =>
        await FindRowAsync(id, cancellationToken) is { } row ? Read(row) : null;

    private async Task<TableEntity?> FindRowAsync(string id, CancellationToken cancellationToken) =>
        AttentionKeys.IsId(id) ? await _table.FindAsync(AttentionKeys.PartitionOf(id), id, cancellationToken) : null;

    /// <summary>
    /// Puts the message of an item on its queue again and removes the item. False when there is no such item.
    /// </summary>
    public async Task<bool> ReplayAsync(string id, CancellationToken cancellationToken)
    {
        if (await FindRowAsync(id, cancellationToken) is not { } row)
            return false;
        // First the queue: after a crash in between the message is replayed twice, which every queue tolerates.
        if (Read(row) is { Queue: { } queue, Message: { } message })
            await queues.PutTextAsync(queue, message, cancellationToken);
        // An item that was listed anew meanwhile stays: the message has failed again.
        await _table.TryDeleteAsync(row, cancellationToken);
        return true;
    }

    /// <summary>Removes an item. False when there is no such item.</summary>
    public Task<bool> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        if (!AttentionKeys.IsId(id))
            return Task.FromResult(false);
        var row = new TableEntity(AttentionKeys.PartitionOf(id), id);
        return _table.TrySubmitAsync([RowWrite.Delete(row)], cancellationToken);
    }

    private static TableEntity Write(AttentionItem item)
    {
        var columns = new List<(string Name, object Value)>();
        var stored = item;
        if (item.Kind is AttentionKind.UnreadPerson or AttentionKind.Expiring)
        {
            stored = item with { Kind = AttentionKind.Flagged };
            columns.Add((KindColumn, item.Kind.ToString()));
        }
        if (item.Post is { } post)
            columns.Add((PostColumn, AttentionKeys.OfPost(post)));
        return TableRow.Write(AttentionKeys.PartitionOf(item.Id), item.Id, stored, [.. columns]);
    }

    private static AttentionItem Read(TableEntity row)
    {
        var item = TableRow.Read<AttentionItem>(row);
        return Enum.TryParse<AttentionKind>(row.GetString(KindColumn), out var kind) ? item with { Kind = kind } : item;
    }

    /// <summary>Removes the item of a mail. False when there is none.</summary>
    public Task<bool> DiscardMailAsync(string mailId, DateTimeOffset received, CancellationToken cancellationToken) =>
        DiscardAsync(IdOf(mailId, received), cancellationToken);

    /// <summary>Removes the item of a delivery. False when there is none.</summary>
    public Task<bool> DiscardFailureAsync(
        ThreadMessage message,
        MessageDelivery delivery,
        CancellationToken cancellationToken
    ) => DiscardAsync(AttentionKeys.OfDelivery(message, delivery), cancellationToken);
}
