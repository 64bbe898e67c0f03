using Postern.Core.Delivery;
using Postern.Core.Sending;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Gives one run at a time the right to send a delivery, until its lease ends.</summary>
public sealed class DeliveryLeases(ThreadStore threads, Timings timings, TimeProvider time)
{
    // The rest of the lease is left for writing the outcome before another run may send.
    private const double UsableShare = 0.9;

    /// <summary>The delivery as claimed by this run; null when another run has changed it since it was read.</summary>
    public async Task<QueuedDelivery?> TryClaimAsync(QueuedDelivery delivery, OutboundDecision.Send send)
    {
        var claim = DeliveryPolicy.Claim(
            delivery.Value,
            Guid.NewGuid().ToString("n"),
            send.From.Address,
            send.PossibleDouble,
            timings.DeliveryLease,
            time.GetUtcNow()
        );
        // Not cancelled by the host: a claim that was written unnoticed would block the delivery until its lease ends.
        var claimed = await threads.TrySaveAsync(delivery.Thread, delivery.Stored, claim, CancellationToken.None);
        return claimed is null ? null : delivery.As(claimed);
    }

    /// <summary>Starts the clock of a claim: the token is cancelled when the run must have stopped sending.</summary>
    public CancellationTokenSource Begin() => new(timings.DeliveryLease * UsableShare, time);
}
