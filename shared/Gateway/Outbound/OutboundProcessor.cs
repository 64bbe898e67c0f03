using System.Diagnostics;
using Postern.Core.Configuration;
using Postern.Core.Sending;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Outbound;

/// <summary>Delivers a message to one recipient or some: decides, claims by ETag, sends, writes the outcomes.</summary>
public sealed class OutboundProcessor(
    MailSubmission submission,
    OutboundSource source,
    OutboundDecider decider,
    BatchSender sender,
    UnsentMail unsent,
    DeliveryOutcomes outcomes,
    KeptBackMail keptBack,
    TimeProvider time
)
{
    // The mails after it go back onto the queue. A run of the host may last much longer, and so may a lease.
    private static readonly TimeSpan LongestBatch = TimeSpan.FromMinutes(2);

    public async Task ProcessAsync(string queue, string message, CancellationToken cancellationToken)
    {
        if (!OutboundSource.IsDelivery(message))
            await submission.SubmitAsync(queue, message, cancellationToken);
        else
            await DeliverAsync(await source.ReadAsync(queue, message, cancellationToken), cancellationToken);
    }

    private async Task DeliverAsync(IReadOnlyList<QueuedDelivery> deliveries, CancellationToken cancellationToken)
    {
        if (deliveries.Count == 0)
            return;
        using var trace = MailTrace.Deliver(deliveries[0].Message.Mail, deliveries[0].Message.Key);
        var configuration = await decider.ConfigurationAsync(cancellationToken);
        var sendable = new List<SendableDelivery>();
        foreach (var delivery in deliveries)
        {
            var (decision, skipped) = await decider.DecideAsync(delivery, configuration, cancellationToken);
            if (skipped is not null)
                await outcomes.TrySaveAsync(delivery, skipped, cancellationToken);
            else if (decision is OutboundDecision.Send send)
                sendable.Add(new SendableDelivery(delivery, send));
            else
                await KeepAsync(delivery, decision, configuration, cancellationToken);
        }
        using var late = new CancellationTokenSource(LongestBatch, time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        foreach (var batch in SendableBatch.Group(sendable, configuration))
        {
            IReadOnlyList<UnsentDelivery> left = late.IsCancellationRequested
                ? [.. batch.Deliveries.Select(next => new UnsentDelivery(next.Delivery, UnsentCause.Time))]
                : await sender.SendAsync(batch, new BatchTime(ends.Token), cancellationToken);
            foreach (var delivery in left)
                await unsent.KeepAsync(delivery, batch, cancellationToken);
        }
    }

    private Task KeepAsync(
        QueuedDelivery delivery,
        OutboundDecision decision,
        GatewayConfiguration configuration,
        CancellationToken cancellationToken
    ) =>
        decision switch
        {
            OutboundDecision.Later later => keptBack.LaterAsync(delivery, later, configuration, cancellationToken),
            OutboundDecision.Hold hold => keptBack.HoldAsync(delivery, hold, cancellationToken),
            OutboundDecision.GiveUp giveUp => outcomes.GiveUpAsync(delivery, giveUp, cancellationToken),
            OutboundDecision.Nothing => outcomes.RepeatAsync(delivery.Snapshot, cancellationToken),
            _ => throw new UnreachableException(),
        };
}
