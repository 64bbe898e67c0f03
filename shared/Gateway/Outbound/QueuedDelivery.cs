using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Delivery;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Core.Validation;

namespace Postern.Gateway.Outbound;

/// <summary>A delivery as it was read, and the queue on which it is retried.</summary>
public sealed record QueuedDelivery(DeliverySnapshot Snapshot, string Queue)
{
    public ThreadMessage Message => Snapshot.Message;

    /// <summary>The stored delivery with the version that a change is conditional on.</summary>
    public Versioned<MessageDelivery> Stored => Snapshot.Delivery;

    public MessageDelivery Value => Snapshot.Delivery.Value;

    public ThreadKey Thread => Snapshot.Message.Thread.Key;

    public DeliveryReference Reference => Value.Reference(Thread);

    /// <summary>When a limit of the server is to let it through; null where it does not wait for that.</summary>
    public DateTimeOffset? BookedAt(OutgoingServer server) =>
        Value.WaitsFor == server.Id && Value.Problem == DeliveryProblem.Limit ? Value.NextAttempt : null;

    /// <summary>A delivery that a run begins with: its term counts from now at the latest.</summary>
    public static QueuedDelivery Begin(DeliverySnapshot found, string queue, DateTimeOffset now)
    {
        var begun = DeliveryTerm.Begin(found.Message, found.Delivery.Value, now);
        return new(found with { Delivery = found.Delivery with { Value = begun } }, queue);
    }

    /// <summary>The same delivery as it is stored now.</summary>
    public QueuedDelivery As(Versioned<MessageDelivery> stored) =>
        this with
        {
            Snapshot = Snapshot with { Delivery = stored },
        };
}
