using Postern.Events;
using Postern.Storage;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>Writes down what became of a delivery, brings it back when it is to be tried again, and tells who wants to know.</summary>
public sealed class DeliveryOutcomes(ThreadStore threads, WaitingMail waiting, EventPublisher events)
{
    /// <summary>Writes a delivery that this run holds, or that nobody else has changed; else nothing is written.</summary>
    public async Task SaveAsync(ThreadMessage message, Versioned<MessageDelivery> before, MessageDelivery after, string queue, CancellationToken cancellationToken)
    {
        var thread = message.Thread.Key;
        if (after.NextAttempt is { } next) await waiting.AddAsync(after.Reference(thread), next, queue, cancellationToken);
        if (await threads.TrySaveAsync(thread, before, after, cancellationToken) is not null) await TellAsync(message, after, cancellationToken);
    }

    /// <summary>Tells of a delivery as it is: the run that wrote it may have died before it did.</summary>
    public async Task TellAsync(ThreadMessage message, MessageDelivery delivery, CancellationToken cancellationToken)
    {
        if (DeliveryEvents.Of(message, delivery) is { } told) await events.PublishAsync(told, cancellationToken);
    }
}
