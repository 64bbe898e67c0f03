using Postern.Contracts;
using Postern.Core.Delivery;
using Postern.Core.Servers;
using Postern.Core.Threads;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>Writes the outcome of an attempt to send.</summary>
public sealed class AttemptRecorder(
    DeliveryOutcomes outcomes,
    ThreadStore threads,
    EnvelopeMemory envelopes,
    ServerContacts contacts,
    ExpiryWarnings warnings,
    Timings timings,
    TimeProvider time
)
{
    /// <param name="claimed">The delivery as this run claimed it.</param>
    /// <param name="attempt">What the server replied.</param>
    /// <param name="retry">How long a delivery is tried from when it was first due.</param>
    /// <param name="leaseEnds">Cancelled when the lease of the run ends.</param>
    public async Task RecordAsync(
        QueuedDelivery claimed,
        DispatchedMail attempt,
        TimeSpan retry,
        CancellationToken leaseEnds
    )
    {
        var after = After(claimed.Value, attempt, retry);
        // Written whatever the host cancels and however busy storage is: a lost acceptance would send the mail again.
        await StorageTrouble.PersistAsync(() => SaveAsync(claimed, after), time, leaseEnds);
        if (attempt.Result.MayHaveArrived)
            await contacts.NoteAsync(attempt.Server, attempt.Result);
        if (attempt.Learnt != EnvelopeRefusals.None)
            await envelopes.RememberAsync(attempt.Server, attempt.Learnt, CancellationToken.None);
        await warnings.WarnAsync(after, retry, CancellationToken.None);
    }

    private MessageDelivery After(MessageDelivery claimed, DispatchedMail attempt, TimeSpan retry)
    {
        var now = time.GetUtcNow();
        var after = attempt.ClosedUntil is { } until
            ? DeliveryPolicy.Wait(claimed, attempt.Result, attempt.Server.Id, until, retry, now)
            : DeliveryPolicy.Next(
                claimed,
                attempt.Result,
                retry,
                timings.DeliveryLease,
                now,
                Random.Shared.NextDouble()
            );
        // It is released with the server, once that is mended or another one is named.
        var waitsForServer =
            after.State == DeliveryState.Waiting && attempt.Result.Outcome == DeliveryOutcome.Unreachable;
        return after with
        {
            Server = attempt.Server.Id,
            EnvelopeFrom = attempt.EnvelopeFrom,
            WaitsFor = waitsForServer ? attempt.Server.Id : after.WaitsFor,
        };
    }

    // A bounce of an earlier attempt, or of this one, may be written on the delivery meanwhile: both it and the
    // outcome stay.
    private async Task SaveAsync(QueuedDelivery claimed, MessageDelivery after)
    {
        for (var held = claimed; held is not null; held = await FindHeldAsync(claimed))
        {
            var merged = after with { Report = held.Value.Report };
            if (await outcomes.TrySaveAsync(held, merged, CancellationToken.None))
                return;
        }
    }

    /// <summary>The delivery as it is stored now; null when the run no longer holds it.</summary>
    private async Task<QueuedDelivery?> FindHeldAsync(QueuedDelivery claimed)
    {
        var found = await threads.FindDeliveryAsync(claimed.Reference, CancellationToken.None);
        return found?.Delivery is { Value.State: DeliveryState.Sending } stored && stored.Value.Run == claimed.Value.Run
            ? claimed.As(stored)
            : null;
    }
}
