using Postern.Contracts;
using Postern.Core.Bounces;
using Postern.Core.Keys;
using Postern.Core.Reports;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>Carries out what was planned of a report: the address's history, then the delivery. Doing it again changes nothing and loses nothing.</summary>
public sealed class BounceProcessor(AddressJudge judge, ThreadStore threads, DeliveryOutcomes outcomes)
{
    private const int MostTries = 20;

    public async Task ApplyAsync(IReadOnlyList<DeliveryReport> reports, CancellationToken cancellationToken)
    {
        foreach (var report in reports)
        {
            await judge.EnterAsync(report, cancellationToken);
            if (report is { Thread: { } thread, Message: { } message })
                await ShowAsync(report, thread, new MessageKey(message), cancellationToken);
        }
    }

    private async Task ShowAsync(
        DeliveryReport report,
        ThreadKey thread,
        MessageKey message,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (
                await threads.FindDeliveryAsync(thread, message.Id, RecipientKey.Of(report.Address), cancellationToken)
                is not { } found
            )
                return;
            if (DeliveryReporting.Apply(found.Delivery.Value, report) is not { } after)
            {
                // The run that wrote it may have died before it listed it or told of it.
                if (found.Delivery.Value.Report == report)
                    await outcomes.RepeatAsync(found, cancellationToken);
                return;
            }
            if (
                await outcomes.SaveAsync(
                    found.Message,
                    found.Delivery,
                    after,
                    QueueNames.OutboundMail,
                    cancellationToken
                )
            )
                return;
        }
        throw new InvalidOperationException(
            $"The delivery of message {message} of thread {thread} to {report.Address} changed {MostTries} times while a report on it was written."
        );
    }
}
