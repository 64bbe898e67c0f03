using Postern.Core.Threads;
using Postern.Core.Validation;

namespace Postern.Gateway.Posting;

/// <summary>A message that is on its thread, and whose deliveries are to be sent.</summary>
public sealed class PostedMessage
{
    internal PostedMessage(
        DeliveryPages pages,
        ThreadMessage message,
        IReadOnlyList<Versioned<MessageDelivery>>? deliveries
    ) => (Pages, Message, Deliveries) = (pages, message, deliveries);

    internal DeliveryPages Pages { get; }

    internal ThreadMessage Message { get; }

    /// <summary>The deliveries that were inserted with it; null when another run has inserted them.</summary>
    internal IReadOnlyList<Versioned<MessageDelivery>>? Deliveries { get; }
}
