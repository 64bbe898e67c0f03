using Postern.Contracts.Queues;
using Postern.Core.Keys;

namespace Postern.Core.Threads;

/// <summary>
/// The gateway's own message on <c>outbound-mail</c> and <c>outbound-bulk</c>: a delivery that is to be sent.
/// </summary>
public sealed record DeliveryItem : QueueContract
{
    public required DeliveryReference Delivery { get; init; }
}
