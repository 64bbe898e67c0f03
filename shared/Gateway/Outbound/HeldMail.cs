using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Releases or discards outgoing mail that is held, for an administrator.</summary>
public sealed class HeldMail(
    AttentionStore attention,
    ThreadStore threads,
    DeliveryNews news,
    MailQueues queues,
    TimeProvider time
)
{
    private const int Page = 1000;

    /// <summary>
    /// Sends a held mail. False when it is being changed at the same time; null when it is no held mail.
    /// </summary>
    public async Task<bool?> ReleaseAsync(string id, CancellationToken cancellationToken) =>
        await attention.FindAsync(id, cancellationToken) is { } item && IsDelivery(item)
            ? await ReleaseAsync(item, cancellationToken)
            : null;

    /// <summary>Sends all held mail. Returns how many were released.</summary>
    public async Task<int> ReleaseAllAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var item in (await attention.ListAsync(Page, cancellationToken)).Where(IsDelivery))
        {
            if (await ReleaseAsync(item, cancellationToken))
                count++;
        }
        return count;
    }

    /// <summary>
    /// Discards a held mail. False when it is being changed at the same time; null when it is no held mail.
    /// </summary>
    public async Task<bool?> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        if (await attention.FindAsync(id, cancellationToken) is not { } item || !IsDelivery(item))
            return null;
        return await TrySaveAsync(item, Skipped, cancellationToken)
            && await attention.DiscardAsync(id, cancellationToken);
    }

    // Incoming mail is held too, but has no delivery.
    private static bool IsDelivery(AttentionItem item) =>
        item is { Kind: AttentionKind.Held, Queue: not null, Message: not null };

    // First the delivery, then the queue, then the item: wherever this stops, the item can be released again.
    private async Task<bool> ReleaseAsync(AttentionItem item, CancellationToken cancellationToken)
    {
        if (!await TrySaveAsync(item, Released, cancellationToken))
            return false;
        await queues.PutTextAsync(item.Queue!, item.Message!, cancellationToken);
        return await attention.DiscardAsync(item.Id, cancellationToken);
    }

    /// <summary>
    /// Writes the delivery of an item if it is still held. False when it is being changed at the same time.
    /// </summary>
    private async Task<bool> TrySaveAsync(
        AttentionItem item,
        Func<MessageDelivery, MessageDelivery> change,
        CancellationToken cancellationToken
    )
    {
        var reference = ContractReader.Read<DeliveryItem>(item.Message!).Item!.Delivery;
        var found = await threads.FindDeliveryAsync(reference, cancellationToken);
        if (found is not { Delivery.Value.Problem: DeliveryProblem.Held })
            return true;
        var after = change(found.Delivery.Value) with { Changed = time.GetUtcNow() };
        var saved = await threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, after, cancellationToken);
        if (saved is not null)
            await news.TellAsync(found.Message, saved.Value, cancellationToken);
        return saved is not null;
    }

    private static MessageDelivery Released(MessageDelivery held) =>
        held with
        {
            State = DeliveryState.Queued,
            Problem = null,
            Reply = null,
            WaitingSince = null,
            FirstDue = null,
            Released = true,
        };

    private static MessageDelivery Skipped(MessageDelivery held) =>
        held with
        {
            State = DeliveryState.Skipped,
            Reply = "An administrator dropped it while it was held.",
        };
}
