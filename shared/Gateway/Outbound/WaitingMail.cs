using System.Text.Json;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Sending;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Defers deliveries: until a time in the table <c>due</c>, or until they are released from the attention list.
/// </summary>
public sealed class WaitingMail(
    ThreadStore threads,
    DueStore due,
    AttentionStore attention,
    Timings timings,
    TimeProvider time
)
{
    private static readonly TimeSpan SpoolPause = TimeSpan.FromMinutes(1);

    /// <summary>The queue message of a delivery.</summary>
    public static string Message(DeliveryReference reference) =>
        JsonSerializer.Serialize(new DeliveryItem { Delivery = reference }, PosternJson.Strict);

    /// <summary>Puts a delivery back on its queue at a time.</summary>
    public Task AddAsync(
        DeliveryReference reference,
        DateTimeOffset at,
        string queue,
        CancellationToken cancellationToken
    ) => due.AddAsync(at, reference.ToString(), queue, Message(reference), cancellationToken);

    /// <summary>Puts a delivery back on its queue at the time of its next attempt, for which it waits.</summary>
    /// <param name="delivery">The delivery as it was read.</param>
    /// <param name="after">The delivery as it waits.</param>
    /// <param name="at">The time.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public Task AddAsync(
        QueuedDelivery delivery,
        MessageDelivery after,
        DateTimeOffset at,
        CancellationToken cancellationToken
    ) =>
        due.AddAsync(
            at,
            delivery.Reference.ToString(),
            delivery.Queue,
            Message(delivery.Reference),
            WaitingDelivery.Of(delivery.Message, after),
            cancellationToken
        );

    // Whatever its state: it waits for the server that keeps it back.
    private static MessageDelivery WaitingFor(OutboundDecision.Later later, MessageDelivery delivery) =>
        later.Problem is null
            ? delivery
            : delivery with
            {
                State = DeliveryState.Waiting,
                Problem = later.Problem,
                Server = later.Server ?? delivery.Server,
            };

    /// <summary>Defers a delivery whose files do not fit into the spool now.</summary>
    public Task ForSpoolAsync(QueuedDelivery delivery, CancellationToken cancellationToken) =>
        AddAsync(delivery.Reference, time.GetUtcNow() + SpoolPause, delivery.Queue, cancellationToken);

    /// <summary>
    /// Defers a delivery that another run has claimed: that run may die, and its queue message may be this one.
    /// </summary>
    public Task ForLeaseAsync(QueuedDelivery delivery, CancellationToken cancellationToken) =>
        AddAsync(delivery.Reference, time.GetUtcNow() + timings.DeliveryLease, delivery.Queue, cancellationToken);

    /// <summary>Defers a delivery and writes the reason on it. It does not count as an attempt.</summary>
    public async Task LaterAsync(
        QueuedDelivery delivery,
        OutboundDecision.Later later,
        CancellationToken cancellationToken
    )
    {
        await AddAsync(delivery, WaitingFor(later, delivery.Value), later.Due, cancellationToken);
        // The state Unknown stays, since it says that the next attempt may send a second copy.
        if (later.Problem is null || delivery.Value.State is not (DeliveryState.Queued or DeliveryState.Waiting))
            return;
        var deferred = delivery.Value with
        {
            State = DeliveryState.Waiting,
            Problem = later.Problem,
            Reply = later.Why,
            NextAttempt = later.Due,
            Changed = time.GetUtcNow(),
        };
        await threads.TrySaveAsync(delivery.Thread, delivery.Stored, deferred, cancellationToken);
    }

    /// <summary>Holds a delivery until an administrator releases it.</summary>
    public async Task HoldAsync(
        QueuedDelivery delivery,
        OutboundDecision.Hold hold,
        CancellationToken cancellationToken
    )
    {
        await attention.AddMessageAsync(
            AttentionKind.Held,
            delivery.Queue,
            Message(delivery.Reference),
            field: null,
            reason: $"To {delivery.Value.Recipient}: {delivery.Message.Subject}. {hold.Why}",
            // The time of the message makes it the same item however often the delivery is held.
            since: delivery.Message.Time,
            identity: delivery.Reference.ToString(),
            cancellationToken
        );
        var held = delivery.Value with
        {
            State = DeliveryState.Waiting,
            Problem = DeliveryProblem.Held,
            Reply = hold.Why,
            NextAttempt = null,
            Changed = time.GetUtcNow(),
        };
        await threads.TrySaveAsync(delivery.Thread, delivery.Stored, held, cancellationToken);
    }
}
