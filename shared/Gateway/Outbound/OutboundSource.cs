using Postern.Contracts.Queues;
using Postern.Core.Delivery;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Loads the delivery that a message on an outbound queue refers to.</summary>
public sealed class OutboundSource(ThreadStore threads, AttentionStore attention, TimeProvider time)
{
    /// <summary>The delivery; null when there is none or the message is malformed: it is then listed.</summary>
    public async Task<QueuedDelivery?> ReadAsync(string queue, string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<DeliveryItem>(message);
        if (problem is null && await threads.FindDeliveryAsync(item!.Delivery, cancellationToken) is { } found)
            return new QueuedDelivery(Begin(found), queue);
        problem ??= new ContractProblem("delivery", $"names no delivery: {item!.Delivery}");
        await attention.RejectAsync(queue, message, problem, cancellationToken);
        return null;
    }

    private DeliverySnapshot Begin(DeliverySnapshot found)
    {
        var begun = DeliveryTerm.Begin(found.Message, found.Delivery.Value, time.GetUtcNow());
        return found with { Delivery = found.Delivery with { Value = begun } };
    }
}
