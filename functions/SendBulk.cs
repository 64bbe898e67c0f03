using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Sends one delivery of mass mail, or accepts mass mail of a program.</summary>
public sealed class SendBulk(OutboundProcessor processor, TimerWatch timers)
{
    [Function(nameof(SendBulk))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.OutboundBulk, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) =>
        timers.LookAfterAsync(
            processor.ProcessAsync(QueueNames.OutboundBulk, message, cancellationToken),
            cancellationToken
        );
}
