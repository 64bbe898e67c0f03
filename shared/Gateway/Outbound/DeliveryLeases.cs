using Postern.Core.Delivery;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Outbound;

/// <summary>Gives one run at a time the right to send deliveries, until its lease ends.</summary>
public sealed class DeliveryLeases(ThreadStore threads, WaitingMail waiting, Timings timings, TimeProvider time)
{
    // The rest of the lease is left for writing the outcome before another run may send.
    private const double UsableShare = 0.9;

    /// <summary>
    /// The deliveries as claimed by this run, all in one transaction; null when another run has changed one of them since
    /// it was read, and then none is claimed.
    /// </summary>
    public async Task<IReadOnlyList<QueuedDelivery>?> TryClaimAsync(SendableBatch batch)
    {
        var run = Guid.NewGuid().ToString("n");
        var claims = batch.Deliveries.Select(next => (next.Delivery.Stored, Claim(next, run)));
        var deliveries = batch.Deliveries.Select(next => next.Delivery);
        // Not cancelled by the host: a claim that was written unnoticed would block the delivery until its lease ends.
        var saved = await threads.TrySaveAllAsync(batch.Thread, [.. claims], CancellationToken.None);
        return saved is null ? null : [.. deliveries.Zip(saved, (delivery, stored) => delivery.As(stored))];
    }

    /// <summary>
    /// Gives back what was claimed and not begun, in one transaction. Returns the deliveries as they are then; one that
    /// was changed meanwhile comes back when its lease ends.
    /// </summary>
    public async Task<IReadOnlyList<QueuedDelivery>> ReturnAsync(
        IReadOnlyList<(QueuedDelivery Before, QueuedDelivery Claimed)> claims
    )
    {
        if (claims.Count == 0)
            return [];
        var thread = claims[0].Claimed.Thread;
        var writes = claims.Select(claim => (claim.Claimed.Stored, claim.Before.Value));
        if (await threads.TrySaveAllAsync(thread, [.. writes], CancellationToken.None) is { } saved)
            return [.. claims.Zip(saved, (claim, stored) => claim.Before.As(stored))];
        foreach (var (_, claimed) in claims)
            await waiting.AddAsync(
                claimed.Reference,
                claimed.Value.LeasedUntil!.Value,
                claimed.Queue,
                CancellationToken.None
            );
        return [];
    }

    /// <summary>Starts the clock of a claim: the token is cancelled when the run must have stopped sending.</summary>
    public CancellationTokenSource Begin() => new(timings.DeliveryLease * UsableShare, time);

    private MessageDelivery Claim(SendableDelivery next, string run) =>
        DeliveryPolicy.Claim(
            next.Delivery.Value,
            run,
            next.Send.From.Address,
            next.Send.PossibleDouble,
            timings.DeliveryLease,
            time.GetUtcNow()
        ) with
        {
            RedirectedTo = next.Send.RedirectedTo?.Address,
        };
}
