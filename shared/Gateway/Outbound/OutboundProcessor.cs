using System.Diagnostics;
using Postern.Core.Composing;
using Postern.Core.Configuration;
using Postern.Core.Requests;
using Postern.Core.Sending;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>Delivers a message to one recipient: decides, claims by ETag, sends, writes the outcome.</summary>
public sealed class OutboundProcessor(
    MailSubmission submission,
    OutboundSource source,
    OutboundDecider decider,
    MailDrafts drafts,
    ServerGate gate,
    DeliveryLeases leases,
    MailDispatcher dispatcher,
    AttemptRecorder recorder,
    DeliveryOutcomes outcomes,
    WaitingMail waiting
)
{
    public async Task ProcessAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (!ContractReader.HasMember(message, "delivery"))
            await submission.SubmitAsync(queue, message, cancellationToken);
        else if (await source.ReadAsync(queue, message, cancellationToken) is { } delivery)
            await DeliverAsync(delivery, cancellationToken);
    }

    private async Task DeliverAsync(QueuedDelivery delivery, CancellationToken cancellationToken)
    {
        using var trace = MailTrace.Deliver(delivery.Message.Mail, delivery.Message.Key);
        var (decision, skipped, configuration) = await decider.DecideAsync(delivery, cancellationToken);
        Task work = decision switch
        {
            _ when skipped is not null => outcomes.TrySaveAsync(delivery, skipped, cancellationToken),
            OutboundDecision.Send send => SendAsync(delivery, send, configuration, cancellationToken),
            OutboundDecision.Later later => waiting.LaterAsync(delivery, later, cancellationToken),
            OutboundDecision.Hold hold => waiting.HoldAsync(delivery, hold, cancellationToken),
            OutboundDecision.GiveUp giveUp => outcomes.GiveUpAsync(delivery, giveUp, cancellationToken),
            OutboundDecision.Nothing => outcomes.RepeatAsync(delivery.Snapshot, cancellationToken),
            _ => throw new UnreachableException(),
        };
        await work;
    }

    private async Task SendAsync(
        QueuedDelivery delivery,
        OutboundDecision.Send send,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    )
    {
        // Composed before the claim: a mail that cannot be composed fails as a queue message, which an operator sees.
        using var draft = await drafts.TryReadAsync(delivery, send, configuration, cancellationToken);
        if (draft is null)
        {
            await waiting.ForSpoolAsync(delivery, cancellationToken);
            return;
        }
        var mail = new ComposedMail(NotificationComposer.Compose(draft), draft);
        await using var admission = await gate.EnterAsync(send.Servers[0], mail.StandsBack, cancellationToken);
        if (admission.Wait is { } wait)
            await waiting.LaterAsync(delivery, wait with { Server = send.Servers[0].Id }, cancellationToken);
        else if (await leases.TryClaimAsync(delivery, send) is not { } claimed)
            await waiting.ForLeaseAsync(delivery, cancellationToken);
        else
        {
            // The end of the lease stops an attempt, the host does not: an attempt cut off after the last byte of the
            // mail sends a second copy, one cut off before it delays the mail.
            using var lease = leases.Begin();
            var attempt = await dispatcher.SendAsync(mail, send, admission, configuration, lease.Token);
            await recorder.RecordAsync(claimed, attempt, configuration.Parameters.Retry, lease.Token);
        }
    }
}
