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
    DeliveryNews news,
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
        await AddAsync(delivery.Reference, later.Due, delivery.Queue, cancellationToken);
        // The run that wrote the state may have died before it told of it.
        if (later.Problem is null)
            await news.TellWaitingAsync(delivery.Message, delivery.Value, cancellationToken);
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
        await SaveAsync(delivery, deferred, cancellationToken);
    }

    /// <summary>Holds a delivery until an administrator releases it.</summary>
    public async Task HoldAsync(
        QueuedDelivery delivery,
        OutboundDecision.Hold hold,
        CancellationToken cancellationToken
    )
    {
        // As above: a run that has held it before may have died.
        await news.TellWaitingAsync(delivery.Message, delivery.Value, cancellationToken);
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
        await SaveAsync(delivery, held, cancellationToken);
    }

    private async Task SaveAsync(QueuedDelivery before, MessageDelivery after, CancellationToken cancellationToken)
    {
        var written = WaitingPeriod.Mark(before.Value, after);
        if (await threads.TrySaveAsync(before.Thread, before.Stored, written, cancellationToken) is not null)
            await news.TellWaitingAsync(before.Message, written, cancellationToken);
    }
}
