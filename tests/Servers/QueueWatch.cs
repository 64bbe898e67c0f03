using System.Collections.Concurrent;
using Azure.Core;
using Azure.Core.Pipeline;
using Postern.Gateway.Storage;

namespace Postern.Tests.Servers;

/// <summary>
/// Which queues of a gateway may hold messages. A test that asked all of them after each step would ask in vain
/// most of the time.
/// </summary>
public sealed class QueueWatch : HttpPipelinePolicy
{
    private readonly ConcurrentDictionary<string, bool> _filled = new();

    /// <summary>Whether something was put on the queue since the last call for it.</summary>
    public bool Take(string queue) => _filled.TryRemove(queue, out _);

    /// <summary>Notes that a queue holds messages.</summary>
    public void Note(string queue) => _filled[queue] = true;

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Note(message.Request);
        ProcessNext(message, pipeline);
        Note(message.Request);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        // Before, for a call that fails after all; afterwards, because only then the message is there.
        Note(message.Request);
        await ProcessNextAsync(message, pipeline);
        Note(message.Request);
    }

    private void Note(Request request)
    {
        if (request.Method != RequestMethod.Post)
            return;
        var path = request.Uri.ToUri().Segments;
        if (path is [.., var queue, "messages"] && QueueNames.Triggers.Contains(queue.TrimEnd('/')))
            Note(queue.TrimEnd('/'));
    }
}
