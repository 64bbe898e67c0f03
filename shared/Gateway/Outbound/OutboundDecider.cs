using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Sending;
using Postern.Core.Threads;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>Loads what the decision about a delivery depends on, and decides.</summary>
public sealed class OutboundDecider(
    GatewayConfigurationSource configuration,
    ServerHealthStore health,
    TagKeys tagKeys,
    BlacklistStore blacklist,
    ErasedAddresses erased,
    TimeProvider time
)
{
    /// <summary>What deliveries are decided on.</summary>
    public Task<GatewayConfiguration> ConfigurationAsync(CancellationToken cancellationToken) =>
        configuration.GetAsync(cancellationToken);

    public async Task<DecidedDelivery> DecideAsync(
        QueuedDelivery delivery,
        GatewayConfiguration current,
        CancellationToken cancellationToken
    )
    {
        var decision = OutboundPlanner.Decide(
            delivery.Message,
            delivery.Value,
            current,
            await health.GetAsync(cancellationToken),
            await tagKeys.GetAsync(cancellationToken),
            time.GetUtcNow()
        );
        // The blacklist stops mass mail only, so other mail costs no storage call here.
        var skipped =
            decision is OutboundDecision.Send && delivery.Value.Bulk
                ? await SkipAsync(delivery.Value, cancellationToken)
                : null;
        return new DecidedDelivery(decision, skipped);
    }

    private async Task<MessageDelivery?> SkipAsync(MessageDelivery delivery, CancellationToken cancellationToken)
    {
        var entry = (await blacklist.FindAsync(delivery.Recipient, cancellationToken))?.Value;
        entry ??= await erased.FindAsync(delivery.Recipient, cancellationToken);
        return BulkRules.Skip(delivery, entry, time.GetUtcNow());
    }
}

/// <summary>What is to be done with a delivery.</summary>
/// <param name="Decision">The decision.</param>
/// <param name="Skipped">The delivery as it is stored when the blacklist stops it; else null.</param>
public sealed record DecidedDelivery(OutboundDecision Decision, MessageDelivery? Skipped);
