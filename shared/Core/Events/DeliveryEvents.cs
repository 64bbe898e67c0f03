using System.Globalization;
using Postern.Contracts;
using Postern.Contracts.Events;
using Postern.Core.Threads;

namespace Postern.Core.Events;

/// <summary>What there is to tell of a delivery in the state that it is in.</summary>
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
        return MailEvents.Create(
            type,
            delivery.Changed,
            thread.Partition,
            data,
            delivery.Reference(thread).ToString(),
            delivery.Attempts.ToString(CultureInfo.InvariantCulture),
            delivery.Run ?? ""
        );
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
