using Postern.Attention;
using Postern.Contracts;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>What administrators do with held mail: let it go, or drop it.</summary>
public sealed class HeldMail(AttentionStore attention, ThreadStore threads, MailQueues queues, TimeProvider time)
{
    private const int Page = 1000;

    /// <summary>Lets a held mail go. False when there is no such item.</summary>
    public async Task<bool> ReleaseAsync(string id, CancellationToken cancellationToken) =>
        await attention.FindAsync(id, cancellationToken) is { Kind: AttentionKind.Held } item && await ReleaseAsync(item, cancellationToken);

    /// <summary>Lets all held mail go. Returns how many.</summary>
    public async Task<int> ReleaseAllAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var item in (await attention.ListAsync(Page, cancellationToken)).Where(item => item.Kind == AttentionKind.Held))
        {
            if (await ReleaseAsync(item, cancellationToken)) count++;
        }
        return count;
    }

    /// <summary>Drops a held mail: it is never sent. False when there is no such item.</summary>
    public async Task<bool> DiscardAsync(string id, CancellationToken cancellationToken)
    {
        if (await attention.FindAsync(id, cancellationToken) is not { Kind: AttentionKind.Held } item) return false;
        await SaveAsync(item, delivery => delivery with { State = DeliveryState.Skipped, Reply = "An administrator dropped it while it was held." }, cancellationToken);
        return await attention.DiscardAsync(id, cancellationToken);
    }

    // Delivery first, then the queue, then the item: wherever it breaks, the item is still there to release again.
    private async Task<bool> ReleaseAsync(AttentionItem item, CancellationToken cancellationToken)
    {
        await SaveAsync(item, delivery => delivery with { State = DeliveryState.Queued, Problem = null, Reply = null, Released = true }, cancellationToken);
        await queues.PutTextAsync(item.Queue!, item.Message!, cancellationToken);
        return await attention.DiscardAsync(item.Id, cancellationToken);
    }

    private async Task SaveAsync(AttentionItem item, Func<MessageDelivery, MessageDelivery> change, CancellationToken cancellationToken)
    {
        var reference = ContractReader.Read<DeliveryItem>(item.Message!).Item!.Delivery;
        if (await threads.FindDeliveryAsync(reference, cancellationToken) is not { Delivery.Value.Problem: DeliveryProblem.Held } found) return;
        await threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, change(found.Delivery.Value) with { Changed = time.GetUtcNow() }, cancellationToken);
    }
}
