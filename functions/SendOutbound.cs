using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Sends one delivery of transactional mail, or accepts transactional mail of a program.</summary>
public sealed class SendOutbound(OutboundProcessor processor, TimerWatch timers)
{
    [Function(nameof(SendOutbound))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.OutboundMail, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) =>
        timers.LookAfterAsync(
            processor.ProcessAsync(QueueNames.OutboundMail, message, cancellationToken),
            cancellationToken
        );
}
