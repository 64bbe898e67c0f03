using Postern.Contracts.Queues;

namespace Postern.Core.Threads;

/// <summary>
/// The gateway's own message on <c>outbound-mail</c> and <c>outbound-bulk</c> for several deliveries. Older
/// versions do not know it, so it has a version of its own and is put only when none of them runs any more.
/// </summary>
public sealed record DeliveryBatchItem : QueueContract
{
    /// <summary>Most deliveries of one message on the queue.</summary>
    public const int Most = 16;

    /// <summary>The contract version of such a message.</summary>
    public const int BatchVersion = 2;

    public DeliveryBatchItem() => V = BatchVersion;

    public required DeliveryBatch Batch { get; init; }
}

/// <summary>Deliveries of one message.</summary>
/// <param name="Thread">Partition of the thread.</param>
/// <param name="Message">Key of the message.</param>
/// <param name="Recipients">Keys of the recipients.</param>
public sealed record DeliveryBatch(string Thread, string Message, IReadOnlyList<string> Recipients)
{
    public override string ToString() => $"{Thread}:{Message}:{string.Join(',', Recipients)}";
}
