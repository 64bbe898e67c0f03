using Postern.Contracts.Queues;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Requests;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Sends a delivery: reads it, decides, claims it by its ETag, hands it to a server, writes the outcome. Who finds it
/// claimed by another run steps back and looks again when that run's lease ends.
/// </summary>
public sealed class OutboundProcessor(
    GatewayConfigurationSource configuration,
    ThreadStore threads,
    MailSubmission submission,
    MailDrafts drafts,
    BlacklistStore blacklist,
    ServerHealthStore health,
    ServerGate gate,
    MailDispatcher dispatcher,
    EnvelopeMemory envelopes,
    WaitingMail waiting,
    DeliveryOutcomes outcomes,
    AttentionStore attention,
    TagKeys tagKeys,
    Timings timings,
    TimeProvider time
)
{
    // The rest is for writing the outcome down before another run may try.
    private const double UsableLease = 0.9;
    private static readonly TimeSpan FullPause = TimeSpan.FromMinutes(1);

    public async Task ProcessAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (!ContractReader.HasMember(message, "delivery"))
        {
            await submission.SubmitAsync(queue, message, cancellationToken);
            return;
        }
        var (item, problem) = ContractReader.Read<DeliveryItem>(message);
        var found = problem is null ? await threads.FindDeliveryAsync(item!.Delivery, cancellationToken) : null;
        if (found is not null)
            await DeliverAsync(found, queue, cancellationToken);
        else
            await attention.RejectAsync(
                queue,
                message,
                problem ?? new ContractProblem("delivery", $"names no delivery: {item!.Delivery}"),
                cancellationToken
            );
    }

    private async Task DeliverAsync(DeliverySnapshot found, string queue, CancellationToken cancellationToken)
    {
        using var trace = MailTrace.Deliver(found.Message.Mail, found.Message.Key);
        var delivery = found.Delivery.Value;
        var current = await configuration.GetAsync(cancellationToken);
        var decision = OutboundPlanner.Decide(
            found.Message,
            delivery,
            current,
            await health.GetAsync(cancellationToken),
            await tagKeys.GetAsync(cancellationToken),
            time.GetUtcNow()
        );
        switch (decision)
        {
            case OutboundDecision.Nothing:
                await outcomes.RepeatAsync(found, cancellationToken);
                break;
            case OutboundDecision.Later later:
                await waiting.LaterAsync(found, later, queue, cancellationToken);
                break;
            case OutboundDecision.Hold hold:
                await waiting.HoldAsync(found, hold, queue, cancellationToken);
                break;
            case OutboundDecision.GiveUp giveUp:
                await outcomes.SaveAsync(
                    found.Message,
                    found.Delivery,
                    DeliveryPolicy.GiveUp(delivery, giveUp.Problem, giveUp.Why, time.GetUtcNow()),
                    queue,
                    cancellationToken
                );
                break;
            // Only mass mail asks: other mail is sent whatever the blacklist says.
            case OutboundDecision.Send
                when delivery.Bulk
                    && BulkRules.Skip(
                        delivery,
                        (await blacklist.FindAsync(delivery.Recipient, cancellationToken))?.Value,
                        time.GetUtcNow()
                    )
                        is { } skipped:
                await outcomes.SaveAsync(found.Message, found.Delivery, skipped, queue, cancellationToken);
                break;
            case OutboundDecision.Send send:
                await SendAsync(found, send, current, queue, cancellationToken);
                break;
        }
    }

    private async Task SendAsync(
        DeliverySnapshot found,
        OutboundDecision.Send send,
        GatewayConfiguration current,
        string queue,
        CancellationToken cancellationToken
    )
    {
        // Composed before the claim: what cannot be composed fails as a queue message and ends where a person sees it.
        using var draft = await drafts.ReadAsync(found.Message, found.Delivery.Value, send, current, cancellationToken);
        if (draft is null)
        {
            await waiting.AddAsync(
                found.Delivery.Value.Reference(found.Message.Thread.Key),
                time.GetUtcNow() + FullPause,
                queue,
                cancellationToken
            );
            return;
        }
        var mime = NotificationComposer.Compose(draft);
        await using var admission = await gate.EnterAsync(send.Servers[0], found.StandsBack, cancellationToken);
        if (admission.Wait is { } wait)
            await waiting.LaterAsync(found, wait, queue, cancellationToken);
        else if (await ClaimAsync(found, send) is { } claimed)
            await DispatchAsync(new ComposedMail(mime, draft, claimed.Value), claimed, send, admission, current, queue);
        // Whoever was faster may die over it, and its queue message may be this one.
        else
            await waiting.AddAsync(
                found.Delivery.Value.Reference(found.Message.Thread.Key),
                time.GetUtcNow() + timings.DeliveryLease,
                queue,
                cancellationToken
            );
    }

    // Not stopped by the host: a claim that reached storage without our knowing would hold the delivery until its lease ends.
    private Task<Versioned<MessageDelivery>?> ClaimAsync(DeliverySnapshot found, OutboundDecision.Send send) =>
        threads.TrySaveAsync(
            found.Message.Thread.Key,
            found.Delivery,
            DeliveryPolicy.Claim(
                found.Delivery.Value,
                Guid.NewGuid().ToString("n"),
                send.From.Address,
                send.PossibleDouble,
                timings.DeliveryLease,
                time.GetUtcNow()
            ),
            CancellationToken.None
        );

    // From the claim on only the end of the lease stops a try, not the host: one that is cut off after the mail's last byte
    // makes a second copy, one before it a needless wait.
    private async Task DispatchAsync(
        ComposedMail mail,
        Versioned<MessageDelivery> claimed,
        OutboundDecision.Send send,
        Admission admission,
        GatewayConfiguration current,
        string queue
    )
    {
        using var lease = new CancellationTokenSource(timings.DeliveryLease * UsableLease, time);
        var (server, envelope, result, closedUntil, learnt) = await dispatcher.SendAsync(
            mail,
            send,
            admission,
            current,
            lease.Token
        );
        var after = closedUntil is { } until
            ? DeliveryPolicy.Wait(claimed.Value, result, until, time.GetUtcNow())
            : DeliveryPolicy.Next(
                claimed.Value,
                result,
                current.Parameters.Retry,
                timings.DeliveryLease,
                time.GetUtcNow(),
                Random.Shared.NextDouble()
            );
        // What the server said is written down whatever the host cancels and however busy storage is: forgetting an acceptance
        // would send the mail again.
        await StorageTrouble.PersistAsync(
            () =>
                outcomes.SaveTryAsync(
                    mail.Message,
                    claimed,
                    after with
                    {
                        Server = server.Id,
                        EnvelopeFrom = envelope,
                    },
                    queue
                ),
            time,
            lease.Token
        );
        if (learnt != EnvelopeRefusals.None)
            await envelopes.RememberAsync(server, learnt, CancellationToken.None);
    }
}
