using Azure.Core;
using Azure.Core.Pipeline;

namespace Postern.Tests.Servers;

/// <summary>
/// Does something once, right before the first storage call that matches: what another instance does in just that
/// moment.
/// </summary>
public sealed class Interjection(Func<Request, bool> matches) : HttpPipelinePolicy
{
    /// <summary>What is done; nothing until it is set, and nothing after it was done.</summary>
    public Func<Task>? Act { get; set; }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline) =>
        ProcessNext(message, pipeline);

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (Act is { } act && matches(message.Request))
        {
            Act = null;
            await act();
        }
        await ProcessNextAsync(message, pipeline);
    }
}
