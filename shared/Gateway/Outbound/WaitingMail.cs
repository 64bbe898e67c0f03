using System.Text.Json;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Sending;
using Postern.Core.Text;
using Postern.Core.Threads;
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
    TimeProvider time
)
{
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

    /// <summary>
    /// Defers a delivery and writes the reason on it, which does not count as an attempt. Returns the delivery as it is
    /// then.
    /// </summary>
    public async Task<MessageDelivery> LaterAsync(
        QueuedDelivery delivery,
        OutboundDecision.Later later,
        CancellationToken cancellationToken
    )
    {
        if (later.Problem is not { } problem)
        {
            await AddAsync(delivery, delivery.Value, later.Due, cancellationToken);
            // The run that wrote the state may have died before it told of it.
            await news.TellWaitingAsync(delivery.Message, delivery.Value, cancellationToken);
            return delivery.Value;
        }
        var now = time.GetUtcNow();
        var kept = DeliveryPolicy.KeepBack(delivery.Value, problem, later.Why, later.Server, later.Due, now);
        await AddAsync(delivery, kept, later.Due, cancellationToken);
        await SaveAsync(delivery, kept, cancellationToken);
        return kept;
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
            reason: $"To {delivery.Value.Recipient}: {delivery.Message.Title}. {hold.Why}",
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
            WaitsFor = null,
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
