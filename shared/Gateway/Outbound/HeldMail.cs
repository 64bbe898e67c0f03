using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>What administrators do with held mail: let it go, or drop it.</summary>
public sealed class HeldMail(AttentionStore attention, ThreadStore threads, MailQueues queues, TimeProvider time)
{
    private const int Page = 1000;

    /// <summary>Lets a held mail go. False when somebody else has to do with it at this moment, null when it is no held mail.</summary>
    public async Task<bool?> ReleaseAsync(string id, CancellationToken cancellationToken) =>
        await attention.FindAsync(id, cancellationToken) is { } item && IsDelivery(item)
            ? await ReleaseAsync(item, cancellationToken)
            : null;

    /// <summary>Lets all held mail go. Returns how many.</summary>
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

    /// <summary>Drops a held mail: it is never sent. False when somebody else has to do with it at this moment, null when it is no held mail.</summary>
    public async Task<bool?> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        if (await attention.FindAsync(id, cancellationToken) is not { } item || !IsDelivery(item))
            return null;
        return await SaveAsync(
                item,
                delivery =>
                    delivery with
                    {
                        State = DeliveryState.Skipped,
                        Reply = "An administrator dropped it while it was held.",
                    },
                cancellationToken
            ) && await attention.DiscardAsync(id, cancellationToken);
    }

    // Mail that came in can be held as well: that has no delivery.
    private static bool IsDelivery(AttentionItem item) =>
        item is { Kind: AttentionKind.Held, Queue: not null, Message: not null };

    // Delivery first, then the queue, then the item: wherever it breaks, the item is still there to release again.
    private async Task<bool> ReleaseAsync(AttentionItem item, CancellationToken cancellationToken)
    {
        if (
            !await SaveAsync(
                item,
                delivery =>
                    delivery with
                    {
                        State = DeliveryState.Queued,
                        Problem = null,
                        Reply = null,
                        Released = true,
                    },
                cancellationToken
            )
        )
            return false;
        await queues.PutTextAsync(item.Queue!, item.Message!, cancellationToken);
        return await attention.DiscardAsync(item.Id, cancellationToken);
    }

    // False when somebody else changes it at this moment: then the item stays.
    private async Task<bool> SaveAsync(
        AttentionItem item,
        Func<MessageDelivery, MessageDelivery> change,
        CancellationToken cancellationToken
    )
    {
        var reference = ContractReader.Read<DeliveryItem>(item.Message!).Item!.Delivery;
        if (
            await threads.FindDeliveryAsync(reference, cancellationToken)
            is not { Delivery.Value.Problem: DeliveryProblem.Held } found
        )
            return true;
        return await threads.TrySaveAsync(
            found.Message.Thread.Key,
            found.Delivery,
            change(found.Delivery.Value) with
            {
                Changed = time.GetUtcNow(),
            },
            cancellationToken
        )
            is not null;
    }
}
