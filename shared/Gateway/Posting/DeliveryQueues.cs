using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Posting;

/// <summary>Puts deliveries on the queues of outgoing mail.</summary>
public sealed class DeliveryQueues(MailQueues queues, GatewayConfigurationSource configuration, VersionOverlap overlap)
{
    private const int AtOnce = 8;

    /// <summary>Puts deliveries of one thread on a queue, and those of mass mail on the queue of that.</summary>
    public async Task PutAsync(
        ThreadKey thread,
        string queue,
        IReadOnlyList<MessageDelivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        if (deliveries.Count == 0)
            return;
        var size = await MayShareAsync(cancellationToken) ? DeliveryBatchItem.Most : 1;
        var messages = deliveries
            .GroupBy(delivery => (delivery.Message, delivery.Bulk))
            .SelectMany(group => group.Chunk(size))
            .Select(batch => (batch[0].Bulk ? QueueNames.OutboundBulk : queue, TextOf(thread, batch)));
        foreach (var some in messages.Chunk(AtOnce))
            await Task.WhenAll(
                some.Select(message => queues.PutTextAsync(message.Item1, message.Item2, cancellationToken))
            );
    }

    // An older version does not know such messages.
    private async Task<bool> MayShareAsync(CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        return current.Parameters.QueueBatches && await overlap.IsOverAsync(cancellationToken);
    }

    private static string TextOf(ThreadKey thread, MessageDelivery[] batch)
    {
        if (batch is [var only])
            return MailQueues.Write(new DeliveryItem { Delivery = only.Reference(thread) });
        var recipients = batch.Select(delivery => delivery.Reference(thread).Recipient);
        var item = new DeliveryBatch(thread.Partition, batch[0].Message, [.. recipients]);
        return MailQueues.Write(new DeliveryBatchItem { Batch = item });
    }
}
