using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>
/// The failure flag of a thread, Odoo's red envelope (P29): a message did not reach one of its recipients. It stays
/// until a person retries or dismisses the delivery.
/// </summary>
public sealed record DeliveryFailure
{
    /// <summary>Id of the delivery, see <see cref="DeliveryId"/>.</summary>
    public required string Delivery { get; init; }

    /// <summary>Key of the message.</summary>
    public required string Message { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Address of the message's author, who is to act on it; empty when there is none.</summary>
    public required string Author { get; init; }

    /// <summary><see cref="DeliveryState.Failed"/> or <see cref="DeliveryState.Bounced"/>.</summary>
    public required DeliveryState State { get; init; }

    public DeliveryProblem? Problem { get; init; }

    /// <summary>Text of the server's reply or of the bounce.</summary>
    public string? Reply { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The flag of a delivery; null unless it failed. Mass mail has none (P29), nor has a dismissed failure, nor an
    /// answer of the gateway's own, which has no author.
    /// </summary>
    public static DeliveryFailure? Of(ThreadMessage message, MessageDelivery delivery)
    {
        if (delivery is not { Bulk: false, Dismissed: false, State: DeliveryState.Failed or DeliveryState.Bounced })
            return null;
        if (message.Outgoing is { Automatic: true })
            return null;
        return new DeliveryFailure
        {
            Delivery = DeliveryId.Of(delivery).ToString(),
            Message = delivery.Message,
            Recipient = delivery.Recipient,
            Author = message.Author.Address,
            State = delivery.State,
            Problem = delivery.Problem,
            Reply = delivery.Reply,
            Time = delivery.Changed,
        };
    }
}
