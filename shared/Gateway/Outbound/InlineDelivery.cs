using Microsoft.Extensions.Logging;
using Postern.Contracts;
using Postern.Core.Sending;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Posting;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Outbound;

/// <summary>
/// Sends a few deliveries in the run that has posted their message, which saves the queue, the reads and a claim for each.
/// It never waits: what a healthy server without limits does not take within seconds is left to the queue.
/// </summary>
internal sealed partial class InlineDelivery(
    OutboundDecider decider,
    BatchSender sender,
    InlineServers servers,
    VersionOverlap overlap,
    TimeProvider time,
    ILogger<InlineDelivery> logger
) : IInlineDelivery
{
    private const int Most = 8;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    public async Task<IReadOnlyList<MessageDelivery>?> SendAsync(
        ThreadMessage message,
        IReadOnlyList<Versioned<MessageDelivery>> deliveries,
        CancellationToken cancellationToken
    )
    {
        IReadOnlyList<MessageDelivery> all = [.. deliveries.Select(delivery => delivery.Value)];
        if (all.Count is 0 or > Most || !all.All(MayBeSent))
            return all;
        try
        {
            return await TrySendAsync(message, deliveries, cancellationToken) ?? all;
        }
        // The message is on its thread, and its deliveries can wait; only storage must be written to before it is done.
        catch (Exception e) when (!StorageTrouble.IsOfStorage(e) && !cancellationToken.IsCancellationRequested)
        {
            LogLeft(message.Key, e);
            return null;
        }
    }

    private static bool MayBeSent(MessageDelivery delivery) =>
        delivery is { State: DeliveryState.Queued, Bulk: false, Problem: null };

    /// <summary>The deliveries that were not sent; null when none was tried.</summary>
    private async Task<IReadOnlyList<MessageDelivery>?> TrySendAsync(
        ThreadMessage message,
        IReadOnlyList<Versioned<MessageDelivery>> deliveries,
        CancellationToken cancellationToken
    )
    {
        if (await DecideAsync(message, deliveries, cancellationToken) is not { } batch)
            return null;
        if (servers.TryEnter(batch.Server) is not { } turn)
            return null;
        using (turn)
        {
            using var late = new CancellationTokenSource(Longest, time);
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
            using var trace = MailTrace.Deliver(message.Mail, message.Key);
            var limit = new BatchTime(ends.Token, ends.Token) { Measured = turn.Measure };
            var left = await sender.SendAsync(batch, limit, cancellationToken);
            return [.. left.Select(unsent => unsent.Delivery.Value)];
        }
    }

    /// <summary>The batch, if all of it may be sent now through one server; else null.</summary>
    private async Task<SendableBatch?> DecideAsync(
        ThreadMessage message,
        IReadOnlyList<Versioned<MessageDelivery>> deliveries,
        CancellationToken cancellationToken
    )
    {
        var configuration = await decider.ConfigurationAsync(cancellationToken);
        // An older version that goes on with this plan would not look for what this run has claimed.
        if (!configuration.Parameters.SendInline || !await overlap.IsOverAsync(cancellationToken))
            return null;
        var sendable = new List<SendableDelivery>();
        foreach (var stored in deliveries)
        {
            var snapshot = new DeliverySnapshot(message, stored);
            var delivery = QueuedDelivery.Begin(snapshot, QueueNames.OutboundMail, time.GetUtcNow());
            var (decision, _) = await decider.DecideAsync(delivery, configuration, cancellationToken);
            if (decision is not OutboundDecision.Send send)
                return null;
            sendable.Add(new SendableDelivery(delivery, send));
        }
        var batch = new SendableBatch(sendable, configuration);
        return sendable.All(next => next.Send.Servers[0] == batch.Server) ? batch : null;
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The deliveries of message '{Message}' were not all sent at once and are left to the queue."
    )]
    private partial void LogLeft(string message, Exception exception);
}
