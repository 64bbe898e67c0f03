using Postern.Contracts.Queues;

namespace Postern.Core.Requests;

/// <summary>What every kind of queue message must hold beside what its type says.</summary>
public static class QueueMessageRules
{
    /// <summary>The first field of a message that breaks its contract; null when none does.</summary>
    public static ContractProblem? FindProblem(this QueueContract message) =>
        message switch
        {
            InboundItem item => InboundItemRules.FindProblem(item),
            ThreadPost post => ThreadPostRules.FindProblem(post),
            OutboundMail mail => OutboundMailRules.FindProblem(mail),
            _ => null,
        };
}
