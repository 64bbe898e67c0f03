using System.Globalization;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Core.Threads;

namespace Postern.Core.Events;

/// <summary>The event about the current state of a delivery.</summary>
public static class DeliveryEvents
{
    public static MailEvent? Of(ThreadMessage message, MessageDelivery delivery)
    {
        if (TypeOf(delivery) is not { } type)
            return null;
        var thread = message.Thread.Key;
        var data = new MailEventData
        {
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
        var attempts = delivery.Attempts.ToString(CultureInfo.InvariantCulture);
        string[] cause = [reference, attempts, delivery.Run ?? ""];
        return MailEvents.Create(type, delivery.Changed, subject: thread.Partition, data, cause);
    }

    private static string? TypeOf(MessageDelivery delivery) =>
        delivery.State switch
        {
            DeliveryState.Sent => EventTypes.DeliverySent,
            DeliveryState.Unknown => EventTypes.DeliveryDeferred,
            DeliveryState.Waiting when delivery.Problem is not DeliveryProblem.Held => EventTypes.DeliveryDeferred,
            DeliveryState.Failed => EventTypes.DeliveryFailed,
            DeliveryState.Bounced => EventTypes.DeliveryBounced,
            _ => null,
        };
}
