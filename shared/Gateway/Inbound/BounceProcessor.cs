using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Keys;
using Postern.Core.Reports;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Applies bounce reports: first to the history of the address, then to the delivery. Idempotent.</summary>
public sealed class BounceProcessor(AddressJudge judge, ThreadStore threads, DeliveryOutcomes outcomes)
{
    private const int MostTries = 20;

    public async Task ApplyAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            await judge.EnterAsync(report, cancellationToken);
            if (report is { Thread: { } thread, Message: { } message })
                await ApplyAsync(report, thread, new MessageKey(message), cancellationToken);
        }
    }

    private async Task ApplyAsync(
        DeliveryReport report,
        ThreadKey thread,
        MessageKey message,
        CancellationToken cancellationToken
    )
    {
        var recipient = RecipientKey.Of(report.Address);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var found = await threads.FindDeliveryAsync(thread, message.Id, recipient, cancellationToken);
            if (found is null)
                return;
            if (DeliveryReporting.Apply(found.Delivery.Value, report) is not { } after)
            {
                // The run that wrote the report may have died before it listed the delivery or published the event.
                if (found.Delivery.Value.Report == report)
                    await outcomes.RepeatAsync(found, cancellationToken);
                return;
            }
            var before = new QueuedDelivery(found, QueueNames.OutboundMail);
            if (await outcomes.TrySaveAsync(before, after, cancellationToken))
                return;
        }
        var delivery = $"The delivery of message {message} of thread {thread} to {report.Address}";
        throw new InvalidOperationException($"{delivery} changed {MostTries} times while a report on it was written.");
    }
}
