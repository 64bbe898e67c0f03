using System.Globalization;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Core.Threads;

namespace Postern.Core.Events;

/// <summary>The events about the current state of a delivery.</summary>
public static class DeliveryEvents
{
    /// <summary>The event about what became of a delivery or of an attempt; null when that is nothing to tell.</summary>
    public static MailEvent? Of(ThreadMessage message, MessageDelivery delivery)
    {
        if (TypeOf(delivery) is not { } type)
            return null;
        var attempts = delivery.Attempts.ToString(CultureInfo.InvariantCulture);
        return Create(type, message, delivery, attempts, delivery.Run ?? "");
    }

    /// <summary>
    /// The event about a delivery that began to wait with the stored state, or for another reason than before; null for
    /// every other state, such as that of a retry that failed as the one before.
    /// </summary>
    public static MailEvent? OfWaiting(ThreadMessage message, MessageDelivery delivery) =>
        delivery is { State: DeliveryState.Waiting, WaitingSince: { } since } && since == delivery.Changed
            ? Create(EventTypes.DeliveryWaiting, message, delivery, $"{delivery.Problem}", $"{since:O}")
            : null;

    private static MailEvent Create(
        string type,
        ThreadMessage message,
        MessageDelivery delivery,
        params ReadOnlySpan<string> cause
    )
    {
        var thread = message.Thread.Key;
        var data = new MailEventData
        {
            Id = message.Id,
            Metadata = message.Metadata,
            Model = thread.Model,
            Record = thread.Id,
            Message = delivery.Message,
            Subject = message.Subject,
            Recipient = delivery.Recipient,
            State = delivery.State,
            Problem = delivery.Problem,
            Reply = delivery.Reply,
            Server = delivery.Server,
            Attempts = delivery.Attempts,
            NextAttempt = delivery.NextAttempt,
        };
        var reference = delivery.Reference(thread).ToString();
        return MailEvents.Create(type, delivery.Changed, subject: thread.Partition, data, [reference, .. cause]);
    }

    private static string? TypeOf(MessageDelivery delivery) =>
        delivery.State switch
        {
            DeliveryState.Sent => EventTypes.DeliverySent,
            DeliveryState.Unknown => EventTypes.DeliveryDeferred,
            DeliveryState.Waiting when delivery.Problem is not DeliveryProblem.Held => EventTypes.DeliveryDeferred,
            DeliveryState.Failed => EventTypes.DeliveryFailed,
            DeliveryState.Bounced => EventTypes.DeliveryBounced,
            DeliveryState.Skipped => EventTypes.DeliverySkipped,
            _ => null,
        };
}
