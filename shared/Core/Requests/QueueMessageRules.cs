using Postern.Contracts.Queues;

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
            _ => null,
        };
}
