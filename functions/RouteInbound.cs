using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Inbound;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Routes one accepted mail.</summary>
public sealed class RouteInbound(InboundProcessor processor, FetchScheduler mailboxes)
{
    [Function(nameof(RouteInbound))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.InboundMail, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) => mailboxes.LookAfterAsync(processor.ProcessAsync(message, cancellationToken), cancellationToken);
}
