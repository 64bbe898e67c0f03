using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Limits;
using Postern.Core.Sending;
using Postern.Core.Threads;

namespace Postern.Gateway.Outbound;

/// <summary>Deliveries of one message that may be sent now, one after another, through the same server.</summary>
/// <param name="Deliveries">At least one; each with the decision to send it.</param>
/// <param name="Configuration">What was decided on.</param>
public sealed record SendableBatch(IReadOnlyList<SendableDelivery> Deliveries, GatewayConfiguration Configuration)
{
    public ThreadMessage Message => Deliveries[0].Delivery.Message;

    public ThreadKey Thread => Message.Thread.Key;

    /// <summary>The server that is tried first.</summary>
    public OutgoingServer Server => Deliveries[0].Send.Servers[0];

    /// <summary>
    /// Groups what may be sent together. A server with limits gives each delivery a time of its own, so there each is
    /// claimed by itself.
    /// </summary>
    public static IEnumerable<SendableBatch> Group(
        IReadOnlyList<SendableDelivery> deliveries,
        GatewayConfiguration configuration
    ) =>
        deliveries
            .GroupBy(delivery => delivery.Send.Servers[0])
            .SelectMany(group => group.Chunk(IsLimited(group.Key) ? 1 : DeliveryBatchItem.Most))
            .Select(batch => new SendableBatch(batch, configuration));

    /// <summary>Whether a server has limits of its own.</summary>
    public static bool IsLimited(OutgoingServer server) => SendQuota.Applies(server) || server.Connections is not null;
}

/// <summary>A delivery that may be sent now.</summary>
/// <param name="Delivery">The delivery as it was read.</param>
/// <param name="Send">How it is sent.</param>
public sealed record SendableDelivery(QueuedDelivery Delivery, OutboundDecision.Send Send);

/// <summary>A delivery that a run did not send, as it is stored now.</summary>
/// <param name="Delivery">The delivery.</param>
/// <param name="Cause">Why it was not sent.</param>
/// <param name="Wait">When and why to try again, where the server does not admit it now.</param>
public sealed record UnsentDelivery(QueuedDelivery Delivery, UnsentCause Cause, OutboundDecision.Later? Wait = null);

/// <summary>Why a run did not send a delivery.</summary>
public enum UnsentCause
{
    /// <summary>The space for large files is taken by other mail.</summary>
    Spool,

    /// <summary>The server does not admit it now.</summary>
    Wait,

    /// <summary>Another run has changed one of the batch, so none was claimed.</summary>
    Claimed,

    /// <summary>The time of the run was over before its turn came.</summary>
    Time,
}
