using Postern.Contracts;

namespace Postern.Core.Threads;

/// <summary>
/// The failure flag of a thread, Odoo's red envelope (P29): a message did not reach one of its recipients. It stays, for the
/// message's author, until somebody tries the delivery again or dismisses it.
/// </summary>
public sealed record DeliveryFailure
{
    /// <summary>Id of the delivery, see <see cref="DeliveryId"/>.</summary>
    public required string Delivery { get; init; }

    /// <summary>Key of the message.</summary>
    public required string Message { get; init; }

    public required string Recipient { get; init; }

    /// <summary>Address of the message's author, whose matter it is; empty when it had none.</summary>
    public required string Author { get; init; }

    /// <summary><see cref="DeliveryState.Failed"/> or <see cref="DeliveryState.Bounced"/>.</summary>
    public required DeliveryState State { get; init; }

    public DeliveryProblem? Problem { get; init; }

    /// <summary>The words of the server or of the bounce.</summary>
    public string? Reply { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// The flag that follows from a delivery's state; null when there is none: it did not fail, somebody has dismissed it, it is mass mail, which
    /// P29 leaves out, or an answer of the gateway's own, which has no author.
    /// </summary>
    public static DeliveryFailure? Of(ThreadMessage message, MessageDelivery delivery) =>
        delivery is { Bulk: false, Dismissed: false, State: DeliveryState.Failed or DeliveryState.Bounced }
        && message.Outgoing is not { Automatic: true }
            ? new DeliveryFailure
            {
                Delivery = DeliveryId.Of(delivery).ToString(),
                Message = delivery.Message,
                Recipient = delivery.Recipient,
                Author = message.Author.Address,
                State = delivery.State,
                Problem = delivery.Problem,
                Reply = delivery.Reply,
                Time = delivery.Changed,
            }
            : null;
}
