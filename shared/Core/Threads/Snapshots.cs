using Postern.Core.Validation;

namespace Postern.Core.Threads;

/// <summary>A thread as read from storage: its head and its followers.</summary>
public sealed record ThreadSnapshot(ThreadHead Head, IReadOnlyList<Follower> Followers);

/// <summary>A delivery as read from storage, with its message.</summary>
public sealed record DeliverySnapshot(ThreadMessage Message, Versioned<MessageDelivery> Delivery)
{
    /// <summary>
    /// Mass mail, or a message with very many recipients: a share of the server's limits is reserved for other mail.
    /// </summary>
    public bool StandsBack => Delivery.Value.Bulk || Message.Many;
}
