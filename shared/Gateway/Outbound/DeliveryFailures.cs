using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Deliveries that failed or bounced (P29). The delivery and the failure flag of the thread are written in one
/// transaction, and the attention list shows it. A retry or a dismissal removes both.
/// </summary>
public sealed class DeliveryFailures(
    ThreadStore threads,
    AttentionStore attention,
    WaitingMail waiting,
    MailQueues queues,
    TimeProvider time
)
{
    // A retried delivery is looked at again after this time in case its queue message is lost.
    private static readonly TimeSpan SecondLook = TimeSpan.FromMinutes(1);

    /// <summary>Writes a delivery, and the flag for a failure. False when it was changed since it was read.</summary>
    public async Task<bool> TrySaveAsync(
        QueuedDelivery before,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        if (DeliveryFailure.Of(before.Message, after) is not { } flag)
            return await threads.TrySaveAsync(before.Thread, before.Stored, after, cancellationToken) is not null;
        if (!await threads.TryFlagAsync(before.Thread, before.Stored, after, flag, cancellationToken))
            return false;
        await attention.AddFailureAsync(before.Message, after, flag, cancellationToken);
        return true;
    }

    /// <summary>Lists a failed delivery that a crash kept from being listed.</summary>
    public async Task RepairAsync(DeliverySnapshot found, CancellationToken cancellationToken)
    {
        var (message, delivery) = (found.Message, found.Delivery.Value);
        var stored = await threads.FindFailureAsync(message.Thread.Key, DeliveryId.Of(delivery), cancellationToken);
        if (stored is not null && DeliveryFailure.Of(message, delivery) is { } flag)
            await attention.AddFailureAsync(message, delivery, flag, cancellationToken);
    }

    /// <summary>
    /// Tries a delivery now: a failed or bounced one as if it were new, a waiting one before its time.
    /// </summary>
    public async Task<RetryResult> RetryAsync(ThreadKey thread, DeliveryId id, CancellationToken cancellationToken)
    {
        if (await threads.FindDeliveryAsync(thread, id, cancellationToken) is not { } found)
            return new RetryResult(Found: false);
        var before = found.Delivery.Value;
        if (RetryRules.Refusal(before) is { } refusal)
            return new RetryResult(Refusal: refusal);
        var queue = before.Bulk ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        var reference = before.Reference(thread);
        var now = time.GetUtcNow();
        await waiting.AddAsync(reference, now + SecondLook, queue, cancellationToken);
        var saved =
            before.State == DeliveryState.Waiting
                ? await TrySaveAsync(found, RetryRules.Now(found.Message, before, now), cancellationToken)
                : await ClearAsync(found, AsNew(before), cancellationToken);
        if (!saved)
            return new RetryResult(Refusal: "It was changed at the same moment. Look at it again.");
        await queues.PutTextAsync(queue, WaitingMail.Message(reference), cancellationToken);
        return new RetryResult();
    }

    private async Task<bool> TrySaveAsync(
        DeliverySnapshot found,
        MessageDelivery after,
        CancellationToken cancellationToken
    ) => await threads.TrySaveAsync(found.Message.Thread.Key, found.Delivery, after, cancellationToken) is not null;

    /// <summary>
    /// Removes the failure flag without another attempt. False when there is none; null when there is no delivery.
    /// </summary>
    public async Task<bool?> DismissAsync(ThreadKey thread, DeliveryId id, CancellationToken cancellationToken)
    {
        if (await threads.FindDeliveryAsync(thread, id, cancellationToken) is not { } found)
            return null;
        if (
            found.Delivery.Value
            is not { State: DeliveryState.Failed or DeliveryState.Bounced, Dismissed: false } failed
        )
            return false;
        return await ClearAsync(found, failed with { Dismissed = true, Changed = time.GetUtcNow() }, cancellationToken);
    }

    private MessageDelivery AsNew(MessageDelivery failed) =>
        failed with
        {
            State = DeliveryState.Queued,
            Problem = null,
            Cause = null,
            Reply = null,
            Report = null,
            Attempts = 0,
            FirstDue = null,
            FirstTried = null,
            Dismissed = false,
            Changed = time.GetUtcNow(),
        };

    private async Task<bool> ClearAsync(
        DeliverySnapshot found,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        if (!await threads.TryFlagAsync(found.Message.Thread.Key, found.Delivery, after, null, cancellationToken))
            return false;
        await attention.DiscardFailureAsync(found.Message, after, cancellationToken);
        return true;
    }
}

/// <summary>Answer to the wish to try a delivery now: it is tried unless one of these says otherwise.</summary>
/// <param name="Found">Whether there is such a delivery.</param>
/// <param name="Refusal">Why it is not tried; else null.</param>
public sealed record RetryResult(bool Found = true, string? Refusal = null);
