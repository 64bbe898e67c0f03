using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Delivery;
using Postern.Core.Sending;
using Postern.Core.Threads;

namespace Postern.Gateway.Outbound;

/// <summary>Writes the new state of a delivery, schedules its next attempt and publishes its event.</summary>
public sealed class DeliveryOutcomes(
    DeliveryFailures failures,
    WaitingMail waiting,
    AddressJudge judge,
    DeliveryNews news,
    TimeProvider time
)
{
    /// <summary>Writes the new state. False, and nothing written, when it was changed since it was read.</summary>
    public async Task<bool> TrySaveAsync(
        QueuedDelivery before,
        MessageDelivery after,
        CancellationToken cancellationToken
    )
    {
        if (after.NextAttempt is { } next)
            await waiting.AddAsync(before, after, next, cancellationToken);
        // The address comes first: nothing reads a failed delivery again.
        if (RefusedRecipients.Of(before.Message, after) is { } refusal)
            await judge.EnterAsync(refusal, cancellationToken);
        var written = WaitingPeriod.Mark(before.Value, after);
        if (!await failures.TrySaveAsync(before, written, cancellationToken))
            return false;
        await news.TellAsync(before.Message, written, cancellationToken);
        return true;
    }

    /// <summary>Writes that a delivery has failed for good.</summary>
    public Task GiveUpAsync(
        QueuedDelivery delivery,
        OutboundDecision.GiveUp decision,
        CancellationToken cancellationToken
    )
    {
        var (problem, why, cause) = decision;
        var failed = DeliveryPolicy.GiveUp(delivery.Value, problem, why, cause, time.GetUtcNow());
        return TrySaveAsync(delivery, failed, cancellationToken);
    }

    /// <summary>
    /// Repeats what follows a final state: the run that wrote the state may have died before it did so.
    /// </summary>
    public async Task RepeatAsync(DeliverySnapshot found, CancellationToken cancellationToken)
    {
        if (found.Delivery.Value.State is DeliveryState.Failed or DeliveryState.Bounced)
            await failures.RepairAsync(found, cancellationToken);
        await news.TellAsync(found.Message, found.Delivery.Value, cancellationToken);
    }
}
