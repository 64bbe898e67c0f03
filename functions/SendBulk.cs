using Microsoft.Azure.Functions.Worker;
using Postern.Fetching;
using Postern.Outbound;
using Postern.Storage;

namespace Postern.Functions;

/// <summary>Sends one delivery of mass mail, or takes a program's own mass mail.</summary>
public sealed class SendBulk(OutboundProcessor processor, FetchScheduler mailboxes)
{
    [Function(nameof(SendBulk))]
    public async Task RunAsync([QueueTrigger(QueueNames.OutboundBulk, Connection = GatewayStorage.ConnectionName)] string message, CancellationToken cancellationToken)
    {
        await processor.ProcessAsync(QueueNames.OutboundBulk, message, cancellationToken);
        await mailboxes.LookAsync(cancellationToken);
    }
}
