using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Outbound;

/// <summary>What becomes of a delivery that cannot be tried now: it waits, or ends when its term is over.</summary>
public sealed class KeptBackMail(
    WaitingMail waiting,
    DeliveryOutcomes outcomes,
    ExpiryWarnings warnings,
    Timings timings,
    TimeProvider time
)
{
    private static readonly TimeSpan SpoolPause = TimeSpan.FromMinutes(1);

    public async Task LaterAsync(
        QueuedDelivery delivery,
        OutboundDecision.Later later,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var retry = configuration.Parameters.Retry;
        switch (OutboundPlanner.OrEnd(later, delivery.Value, retry, time.GetUtcNow()))
        {
            case OutboundDecision.GiveUp end:
                await outcomes.GiveUpAsync(delivery, end, cancellationToken);
                break;
            case OutboundDecision.Later wait:
                var kept = await waiting.LaterAsync(delivery, wait, cancellationToken);
                await warnings.WarnAsync(kept, retry, cancellationToken);
                break;
        }
    }

    /// <summary>For a delivery that a person has to release.</summary>
    public Task HoldAsync(QueuedDelivery delivery, OutboundDecision.Hold hold, CancellationToken cancellationToken) =>
        waiting.HoldAsync(delivery, hold, cancellationToken);

    /// <summary>
    /// For a delivery that another run has claimed: that run may die, and its queue message may be this one.
    /// </summary>
    public Task ForLeaseAsync(QueuedDelivery delivery, CancellationToken cancellationToken) =>
        waiting.AddAsync(
            delivery.Reference,
            time.GetUtcNow() + timings.DeliveryLease,
            delivery.Queue,
            cancellationToken
        );

    /// <summary>For a delivery whose files do not fit into the spool now.</summary>
    public Task ForSpoolAsync(
        QueuedDelivery delivery,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        var until = time.GetUtcNow() + SpoolPause;
        var later = new OutboundDecision.Later(
            until,
            "The space for large files is taken by other mail.",
            DeliveryProblem.Limit
        );
        return LaterAsync(delivery, later, configuration, cancellationToken);
    }
}
