using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>Finds the deliveries of a message that a run which has ended did not finish.</summary>
public sealed class UnsentDeliveries(ThreadStore threads, MessageIndex index, DueStore due)
{
    /// <summary>
    /// The deliveries that belong on the queue. One that is claimed is looked at when its lease ends: its run may have
    /// died, and it may have no message on the queue. The rows by which they are found are written again.
    /// </summary>
    /// <param name="thread">The thread.</param>
    /// <param name="message">Key of the message.</param>
    /// <param name="queue">Where they are queued.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<IReadOnlyList<MessageDelivery>> ListAsync(
        ThreadKey thread,
        string message,
        string queue,
        CancellationToken cancellationToken
    )
    {
        var all = await threads.ListDeliveriesAsync(thread, new MessageKey(message).Id, state: null, cancellationToken);
        await IndexAsync(thread, message, all, cancellationToken);
        foreach (var claimed in all.Where(delivery => delivery.State == DeliveryState.Sending))
            await WaitForLeaseAsync(claimed, claimed.Reference(thread), queue, cancellationToken);
        return [.. all.Where(IsForQueue)];
    }

    // Of a message for more recipients they are written before its deliveries.
    private async Task IndexAsync(
        ThreadKey thread,
        string message,
        IReadOnlyList<MessageDelivery> all,
        CancellationToken cancellationToken
    )
    {
        if (all.Count > DeliveryPages.MostAtOnce)
            return;
        if (await threads.FindMessageAsync(thread, message, cancellationToken) is { Many: false } found)
            await index.AddAsync(found, all, cancellationToken);
    }

    // A note that is kept from an outsider goes to the queue too, where programs are told of it.
    private static bool IsForQueue(MessageDelivery delivery) =>
        delivery is { State: DeliveryState.Queued } or { Problem: DeliveryProblem.Internal };

    private Task WaitForLeaseAsync(
        MessageDelivery claimed,
        DeliveryReference reference,
        string queue,
        CancellationToken cancellationToken
    ) =>
        due.AddAsync(
            claimed.LeasedUntil ?? claimed.Changed,
            reference.ToString(),
            claimed.Bulk ? QueueNames.OutboundBulk : queue,
            MailQueues.Write(new DeliveryItem { Delivery = reference }),
            cancellationToken
        );
}
