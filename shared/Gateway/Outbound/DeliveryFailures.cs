using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Deliveries that failed or bounced (P29): the delivery and the thread's failure flag are one transaction, and the attention
/// list names it. Trying again and dismissing take both away.
/// </summary>
public sealed class DeliveryFailures(
    ThreadStore threads,
    AttentionStore attention,
    WaitingMail waiting,
    MailQueues queues,
    TimeProvider time
)
{
    private const int MostTries = 20;

    // Until a delivery that is to be tried again is looked at, should its queue message get lost.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    /// <summary>Writes a delivery's new state, and the flag where the state is a failure. False when somebody else wrote it.</summary>
    public async Task<bool> TrySaveAsync(
        ThreadMessage message,
        Versioned<MessageDelivery> before,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        if (DeliveryFailure.Of(message, after) is not { } flag)
            return await threads.TrySaveAsync(message.Thread.Key, before, after, cancellationToken) is not null;
        if (!await threads.TryFlagAsync(message.Thread.Key, before, after, flag, cancellationToken))
            return false;
        await ListAsync(message, after, cancellationToken);
        return true;
    }

    /// <summary>Lists a failed delivery that a crash kept from being listed.</summary>
    public async Task RepairAsync(DeliverySnapshot found, CancellationToken cancellationToken)
    {
        var delivery = found.Delivery.Value;
        if (
            await threads.FindFailureAsync(found.Message.Thread.Key, DeliveryId.Of(delivery), cancellationToken)
            is not null
        )
            await ListAsync(found.Message, delivery, cancellationToken);
    }

    /// <summary>Tries a failed or bounced delivery again, as if it were new. False when it is none, null when there is no such delivery.</summary>
    public async Task<bool?> RetryAsync(ThreadKey thread, DeliveryId id, CancellationToken cancellationToken)
    {
        if (await threads.FindDeliveryAsync(thread, id, cancellationToken) is not { } found)
            return null;
        var (before, queue) = (
            found.Delivery.Value,
            found.Delivery.Value.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail
        );
        if (before.State is not (DeliveryState.Failed or DeliveryState.Bounced))
            return false;
        var after = before with
        {
            State = DeliveryState.Queued,
            Problem = null,
            Reply = null,
            Report = null,
            Attempts = 0,
            FirstTried = null,
            Dismissed = false,
            Changed = time.GetUtcNow(),
        };
        await waiting.AddAsync(before.Reference(thread), time.GetUtcNow() + SecondLook, queue, cancellationToken);
        if (!await ClearAsync(found, after, cancellationToken))
            return false;
        await queues.PutTextAsync(queue, WaitingMail.Message(before.Reference(thread)), cancellationToken);
        return true;
    }

    /// <summary>Takes the failure flag away: nothing more is to be done. False when there is none, null when there is no such delivery.</summary>
    public async Task<bool?> DismissAsync(ThreadKey thread, DeliveryId id, CancellationToken cancellationToken)
    {
        if (await threads.FindDeliveryAsync(thread, id, cancellationToken) is not { } found)
            return null;
        return found.Delivery.Value is { State: DeliveryState.Failed or DeliveryState.Bounced, Dismissed: false } failed
            && await ClearAsync(found, failed with { Dismissed = true, Changed = time.GetUtcNow() }, cancellationToken);
    }

    private async Task<bool> ClearAsync(
        DeliverySnapshot found,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        if (!await threads.TryFlagAsync(found.Message.Thread.Key, found.Delivery, after, null, cancellationToken))
            return false;
        await attention.DiscardAsync(AttentionStore.IdOf(found.Message, after), cancellationToken);
        return true;
    }

    private async Task ListAsync(ThreadMessage message, MessageDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryFailure.Of(message, delivery) is { } flag)
            await attention.AddFailureAsync(message, delivery, flag, cancellationToken);
    }
}
