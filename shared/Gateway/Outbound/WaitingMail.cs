using System.Text.Json;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Keys;
using Postern.Core.Sending;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Puts deliveries aside: for a time in <c>due</c>, or until somebody releases them in <c>attention</c>.</summary>
public sealed class WaitingMail(ThreadStore threads, DueStore due, AttentionStore attention, TimeProvider time)
{
    /// <summary>The queue message of a delivery.</summary>
    public static string Message(DeliveryReference reference) =>
        JsonSerializer.Serialize(new DeliveryItem { Delivery = reference }, PosternJson.Strict);

    /// <summary>Brings a delivery back on its queue when its time has come.</summary>
    public Task AddAsync(
        DeliveryReference reference,
        DateTimeOffset at,
        string queue,
        CancellationToken cancellationToken
    ) => due.AddAsync(at, reference.ToString(), queue, Message(reference), cancellationToken);

    /// <summary>Brings a delivery back later, and shows at it why. An attempt is not counted.</summary>
    public async Task LaterAsync(
        DeliverySnapshot found,
        OutboundDecision.Later later,
        string queue,
        CancellationToken cancellationToken
    )
    {
        var (thread, delivery) = (found.Message.Thread.Key, found.Delivery.Value);
        await AddAsync(delivery.Reference(thread), later.Due, queue, cancellationToken);
        // A mail of unknown fate stays that, or nobody would know that the next try may double it.
        if (later.Problem is null || delivery.State is not (DeliveryState.Queued or DeliveryState.Waiting))
            return;
        var waiting = delivery with
        {
            State = DeliveryState.Waiting,
            Problem = later.Problem,
            Reply = later.Why,
            NextAttempt = later.Due,
            Changed = time.GetUtcNow(),
        };
        await threads.TrySaveAsync(thread, found.Delivery, waiting, cancellationToken);
    }

    /// <summary>Keeps a delivery until it is released.</summary>
    public async Task HoldAsync(
        DeliverySnapshot found,
        OutboundDecision.Hold hold,
        string queue,
        CancellationToken cancellationToken
    )
    {
        var (thread, delivery) = (found.Message.Thread.Key, found.Delivery.Value);
        var reference = delivery.Reference(thread);
        // Under the message's time, so that it is one item however often it is met.
        await attention.AddMessageAsync(
            AttentionKind.Held,
            queue,
            Message(reference),
            null,
            $"To {delivery.Recipient}: {found.Message.Subject}. {hold.Why}",
            found.Message.Time,
            reference.ToString(),
            cancellationToken
        );
        var held = delivery with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Held,
            Reply = hold.Why,
            NextAttempt = null,
            Changed = time.GetUtcNow(),
        };
        await threads.TrySaveAsync(thread, found.Delivery, held, cancellationToken);
    }
}
