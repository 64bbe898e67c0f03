using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Sends one delivery of transactional mail, or accepts transactional mail of a program.</summary>
public sealed class SendOutbound(OutboundProcessor processor, QueueRuns runs)
{
    [Function(nameof(SendOutbound))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.OutboundMail, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) =>
        runs.RunAsync(
            QueueNames.OutboundMail,
            message,
            (text, stop) => processor.ProcessAsync(QueueNames.OutboundMail, text, stop),
            cancellationToken
        );
}
