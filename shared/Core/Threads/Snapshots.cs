using Postern.Core.Validation;

namespace Postern.Core.Threads;

/// <summary>A thread as it was read: its head and its followers.</summary>
public sealed record ThreadSnapshot(ThreadHead Head, IReadOnlyList<Follower> Followers);

/// <summary>A delivery as it was read, with its message.</summary>
public sealed record DeliverySnapshot(ThreadMessage Message, Versioned<MessageDelivery> Delivery)
{
    /// <summary>It leaves other mail a share of a server's limits: mass mail, or a message for very many.</summary>
    public bool StandsBack => Delivery.Value.Bulk || Message.Many;
}
