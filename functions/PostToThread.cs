using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;

namespace Postern.Functions;

/// <summary>Posts a message of a program on a thread.</summary>
public sealed class PostToThread(PostProcessor processor, QueueRuns runs)
{
    [Function(nameof(PostToThread))]
    public Task RunAsync(
        [QueueTrigger(QueueNames.ThreadPosts, Connection = GatewayStorage.ConnectionName)] string message,
        CancellationToken cancellationToken
    ) => runs.RunAsync(QueueNames.ThreadPosts, message, processor.ProcessAsync, cancellationToken);
}
