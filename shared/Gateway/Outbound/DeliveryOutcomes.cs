using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Events;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Publishing;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Writes down what became of a delivery, brings it back when it is to be tried again, and tells who wants to know.</summary>
public sealed class DeliveryOutcomes(
    ThreadStore threads,
    DeliveryFailures failures,
    WaitingMail waiting,
    AddressJudge judge,
    EventPublisher events
)
{
    /// <summary>Writes a delivery that this run holds, or that nobody else has changed; else nothing is written, and the answer is false.</summary>
    public async Task<bool> SaveAsync(
        ThreadMessage message,
        Versioned<MessageDelivery> before,
        MessageDelivery after,
        string queue,
        CancellationToken cancellationToken
    )
    {
        if (after.NextAttempt is { } next)
            await waiting.AddAsync(after.Reference(message.Thread.Key), next, queue, cancellationToken);
        // First the address: a delivery that has failed is not looked at again.
        if (RefusedRecipients.Of(message, after) is { } refusal)
            await judge.EnterAsync(refusal, cancellationToken);
        if (!await failures.TrySaveAsync(message, before, after, cancellationToken))
            return false;
        await TellAsync(message, after, cancellationToken);
        return true;
    }

    /// <summary>
    /// Writes how a try ended. A report on an earlier try, or on this very one, may have been written on the delivery meanwhile: it stays, and so
    /// does the outcome.
    /// </summary>
    public async Task SaveTryAsync(
        ThreadMessage message,
        Versioned<MessageDelivery> claimed,
        MessageDelivery after,
        string queue
    )
    {
        var held = claimed;
        while (
            !await SaveAsync(message, held, after with { Report = held.Value.Report }, queue, CancellationToken.None)
        )
        {
            var found = await threads.FindDeliveryAsync(
                claimed.Value.Reference(message.Thread.Key),
                CancellationToken.None
            );
            if (found?.Delivery is not { Value.State: DeliveryState.Sending } now || now.Value.Run != claimed.Value.Run)
                return;
            held = now;
        }
    }

    /// <summary>Does what follows a delivery that is at its end: the run that wrote that may have died before it did.</summary>
    public async Task RepeatAsync(DeliverySnapshot found, CancellationToken cancellationToken)
    {
        if (found.Delivery.Value.State is DeliveryState.Failed or DeliveryState.Bounced)
            await failures.RepairAsync(found, cancellationToken);
        await TellAsync(found.Message, found.Delivery.Value, cancellationToken);
    }

    private async Task TellAsync(ThreadMessage message, MessageDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryEvents.Of(message, delivery) is { } told)
            await events.PublishAsync(told, cancellationToken);
    }
}
