using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Sends one delivery of mass mail, or accepts mass mail of a program.</summary>
public sealed class SendBulk(OutboundProcessor processor, QueueRuns runs)
{
    [Function(nameof(SendBulk))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.OutboundBulk, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) =>
        runs.RunAsync(
            QueueNames.OutboundBulk,
            message,
            (text, stop) => processor.ProcessAsync(QueueNames.OutboundBulk, text, stop),
            cancellationToken
        );
}
