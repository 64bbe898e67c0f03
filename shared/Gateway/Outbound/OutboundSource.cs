using Postern.Contracts.Queues;
using Postern.Core.Requests;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Loads the deliveries that a message on an outbound queue refers to.</summary>
public sealed class OutboundSource(ThreadStore threads, AttentionStore attention, TimeProvider time)
{
    private const string One = "delivery";
    private const string Several = "batch";

    /// <summary>Whether a message refers to deliveries, and is not the mail of a program.</summary>
    public static bool IsDelivery(string message) =>
        ContractReader.HasMember(message, One) || ContractReader.HasMember(message, Several);

    /// <summary>
    /// The deliveries of one message; none when there are none or the message is malformed: it is then listed.
    /// </summary>
    public async Task<IReadOnlyList<QueuedDelivery>> ReadAsync(
        string queue,
        string message,
        CancellationToken cancellationToken
    )
    {
        var (found, problem) = ContractReader.HasMember(message, Several)
            ? await ReadBatchAsync(message, cancellationToken)
            : await ReadOneAsync(message, cancellationToken);
        if (problem is not null)
            await attention.RejectAsync(queue, message, problem, cancellationToken);
        return [.. found.Select(delivery => QueuedDelivery.Begin(delivery, queue, time.GetUtcNow()))];
    }

    private async Task<FoundDeliveries> ReadOneAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<DeliveryItem>(message);
        if (problem is not null)
            return new([], problem);
        return await threads.FindDeliveryAsync(item!.Delivery, cancellationToken) is { } found
            ? new([found], null)
            : new([], new ContractProblem(One, $"names no delivery: {item.Delivery}"));
    }

    private async Task<FoundDeliveries> ReadBatchAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<DeliveryBatchItem>(message, DeliveryBatchItem.BatchVersion);
        if (problem is not null)
            return new([], problem);
        var batch = item!.Batch;
        var found = await threads.FindDeliveriesAsync(batch, cancellationToken);
        var isWhole = found.Count == batch.Recipients.Count;
        return new(
            found,
            isWhole ? null : new ContractProblem(Several, $"names deliveries that do not exist: {batch}")
        );
    }

    private sealed record FoundDeliveries(IReadOnlyList<DeliverySnapshot> Deliveries, ContractProblem? Problem);
}
