using Postern.Contracts.Events;
using Postern.Core.Events;
using Postern.Core.Threads;
using Postern.Gateway.Publishing;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Tells programs of the state of a delivery after it was written. The same state makes the same events, however often it
/// is told.
/// </summary>
public sealed class DeliveryNews(EventPublisher events)
{
    /// <summary>What became of an attempt, or of the delivery, and that it began to wait.</summary>
    public async Task TellAsync(ThreadMessage message, MessageDelivery delivery, CancellationToken cancellationToken)
    {
        await PublishAsync(DeliveryEvents.Of(message, delivery), cancellationToken);
        await TellWaitingAsync(message, delivery, cancellationToken);
    }

    /// <summary>That it began to wait, without an attempt.</summary>
    public Task TellWaitingAsync(
        ThreadMessage message,
        MessageDelivery delivery,
        CancellationToken cancellationToken
    ) => PublishAsync(DeliveryEvents.OfWaiting(message, delivery), cancellationToken);

    private async Task PublishAsync(MailEvent? told, CancellationToken cancellationToken)
    {
        if (told is not null)
            await events.PublishAsync(told, cancellationToken);
    }
}
