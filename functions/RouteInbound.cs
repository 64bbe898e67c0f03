using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Inbound;
using Postern.Gateway.Operations;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Routes one accepted mail.</summary>
public sealed class RouteInbound(InboundProcessor processor, QueueRuns runs)
{
    [Function(nameof(RouteInbound))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.InboundMail, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) => runs.RunAsync(QueueNames.InboundMail, message, processor.ProcessAsync, cancellationToken);
}
