using Postern.Contracts.Queues;
using Postern.Core.Keys;
using Postern.Core.Threads;

namespace Postern.Core.Requests;

/// <summary>Validates the messages that programs put on queues, beyond their types.</summary>
public static class QueueMessageRules
{
    /// <summary>The first invalid field of a message; null when all are valid.</summary>
    public static ContractProblem? FindProblem(this QueueContract message) =>
        message switch
        {
            InboundItem item => InboundItemRules.FindProblem(item),
            ThreadPost post => ThreadPostRules.FindProblem(post),
            OutboundMail mail => OutboundMailRules.FindProblem(mail),
            DeliveryBatchItem item => FindProblem(item.Batch),
            _ => null,
        };

    private static ContractProblem? FindProblem(DeliveryBatch batch)
    {
        if (string.IsNullOrEmpty(batch.Thread))
            return new("batch.thread", "is missing");
        if (!MessageKey.IsValid(batch.Message))
            return new("batch.message", "is no key of a message");
        return
            batch.Recipients is { Count: > 0 and <= DeliveryBatchItem.Most } recipients
            && !recipients.Any(string.IsNullOrEmpty)
            ? null
            : new("batch.recipients", $"must be 1 to {DeliveryBatchItem.Most} keys");
    }
}
