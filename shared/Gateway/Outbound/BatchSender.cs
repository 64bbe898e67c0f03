using Postern.Core.Composing;
using Postern.Core.Sending;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Sends deliveries of one message: composes them, claims all in one transaction, sends one after another, and writes
/// each outcome as it comes.
/// </summary>
public sealed class BatchSender(
    MailDrafts drafts,
    ServerGate gate,
    DeliveryLeases leases,
    MailDispatcher dispatcher,
    AttemptRecorder recorder,
    DrainSwitch drain,
    TimeProvider time
)
{
    /// <summary>Returns the deliveries that were not sent: none of them is claimed any more.</summary>
    /// <param name="batch">The deliveries.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Cancels what is done before the claim.</param>
    public async Task<IReadOnlyList<UnsentDelivery>> SendAsync(
        SendableBatch batch,
        BatchTime limit,
        CancellationToken cancellationToken
    )
    {
        if (await drain.IsOnAsync(cancellationToken))
            return Unsent(batch, UnsentCause.Time, null);
        // Composed before the claim: a mail that cannot be composed fails as a queue message, which an operator sees.
        using var drafted = await drafts.TryReadAsync(batch, cancellationToken);
        if (drafted is null)
            return Unsent(batch, UnsentCause.Spool, null);
        var mails = drafted.Drafts.Select(draft => new ComposedMail(NotificationComposer.Compose(draft), draft));
        List<ComposedMail> composed = [.. mails];
        await using var first = await EnterAsync(batch.Deliveries[0], composed[0], cancellationToken);
        if (first.Wait is { } wait)
            return Unsent(batch, UnsentCause.Wait, wait);
        if (await leases.TryClaimAsync(batch) is not { } claims)
            return Unsent(batch, UnsentCause.Claimed, null);
        // The end of the lease stops an attempt, the host does not: an attempt cut off after the last byte of the mail
        // sends a second copy, one cut off before it delays the mail.
        using var lease = leases.Begin();
        return await SendAsync(new ClaimedBatch(batch, composed, claims), first, limit, lease.Token);
    }

    private async Task<IReadOnlyList<UnsentDelivery>> SendAsync(
        ClaimedBatch batch,
        Admission first,
        BatchTime limit,
        CancellationToken leaseEnds
    )
    {
        var next = 0;
        OutboundDecision.Later? wait = null;
        try
        {
            for (; next < batch.Count && (next == 0 || await GoesOnAsync(limit, leaseEnds)); next++)
            {
                var (delivery, mail) = (batch.Batch.Deliveries[next], batch.Mails[next]);
                await using var admission = next == 0 ? first : await EnterAsync(delivery, mail, leaseEnds);
                wait = admission.Wait;
                if (wait is not null || !await TrySendAsync(batch, next, admission, limit, leaseEnds))
                    break;
            }
        }
        catch
        {
            // The one that failed stays claimed until its lease ends, since nobody knows whether it arrived.
            await leases.ReturnAsync(batch.From(next + 1));
            throw;
        }
        var cause = wait is null ? UnsentCause.Time : UnsentCause.Wait;
        var returned = await leases.ReturnAsync(batch.From(next));
        return [.. returned.Select(delivery => new UnsentDelivery(delivery, cause, wait))];
    }

    private async Task<bool> GoesOnAsync(BatchTime limit, CancellationToken leaseEnds)
    {
        if (limit.Ends.IsCancellationRequested)
            return false;
        try
        {
            return !await drain.IsOnAsync(leaseEnds);
        }
        catch (Exception e) when (StorageTrouble.Passes(e))
        {
            // Whether it drains is not known, and what is claimed has to be sent.
            return true;
        }
    }

    /// <summary>False when the mail was broken off before its content, which is no attempt.</summary>
    private async Task<bool> TrySendAsync(
        ClaimedBatch batch,
        int index,
        Admission admission,
        BatchTime limit,
        CancellationToken leaseEnds
    )
    {
        var (send, configuration) = (batch.Batch.Deliveries[index].Send, batch.Batch.Configuration);
        var began = time.GetTimestamp();
        var window = new Smtp.SendWindow(leaseEnds, limit.BreaksOff);
        var attempt = await dispatcher.SendAsync(batch.Mails[index], send, admission, configuration, window);
        limit.Measured?.Invoke(time.GetElapsedTime(began));
        if (attempt.Result.BrokenOff)
            return false;
        await recorder.RecordAsync(batch.Claims[index], attempt, configuration.Parameters.Retry, leaseEnds);
        return true;
    }

    private Task<Admission> EnterAsync(SendableDelivery next, ComposedMail mail, CancellationToken cancellationToken)
    {
        var server = next.Send.Servers[0];
        return gate.EnterAsync(server, mail.StandsBack, next.Delivery.BookedAt(server), cancellationToken);
    }

    private static List<UnsentDelivery> Unsent(SendableBatch batch, UnsentCause cause, OutboundDecision.Later? wait) =>
        [.. batch.Deliveries.Select(next => new UnsentDelivery(next.Delivery, cause, wait))];

    private sealed record ClaimedBatch(
        SendableBatch Batch,
        IReadOnlyList<ComposedMail> Mails,
        IReadOnlyList<QueuedDelivery> Claims
    )
    {
        public int Count => Claims.Count;

        /// <summary>The claimed deliveries from one on, each with what it was before.</summary>
        public IReadOnlyList<(QueuedDelivery Before, QueuedDelivery Claimed)> From(int first) =>
            [.. Batch.Deliveries.Select(next => next.Delivery).Zip(Claims).Skip(first)];
    }
}
