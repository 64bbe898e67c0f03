using Postern.Bounces;
using Postern.Events;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>Writes down what became of a delivery, brings it back when it is to be tried again, and tells who wants to know.</summary>
public sealed class DeliveryOutcomes(ThreadStore threads, WaitingMail waiting, AddressJudge judge, EventPublisher events)
{
    /// <summary>Writes a delivery that this run holds, or that nobody else has changed; else nothing is written, and the answer is false.</summary>
    public async Task<bool> SaveAsync(ThreadMessage message, Versioned<MessageDelivery> before, MessageDelivery after, string queue, CancellationToken cancellationToken)
    {
        var thread = message.Thread.Key;
        if (after.NextAttempt is { } next) await waiting.AddAsync(after.Reference(thread), next, queue, cancellationToken);
        // First the address: a delivery that has failed is not looked at again.
        if (RefusedRecipients.Of(message, after) is { } refusal) await judge.EnterAsync(refusal, cancellationToken);
        if (await threads.TrySaveAsync(thread, before, after, cancellationToken) is null) return false;
        await TellAsync(message, after, cancellationToken);
        return true;
    }

    /// <summary>Tells of a delivery as it is: the run that wrote it may have died before it did.</summary>
    public async Task TellAsync(ThreadMessage message, MessageDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryEvents.Of(message, delivery) is { } told) await events.PublishAsync(told, cancellationToken);
    }
}
