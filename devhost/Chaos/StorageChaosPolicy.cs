using Azure.Core;
using Azure.Core.Pipeline;

namespace Postern.DevHost.Chaos;

/// <summary>
/// Makes storage unreliable: replies to writes are lost after the write, and requests are refused with 503 before they
/// are sent.
/// </summary>
internal sealed class StorageChaosPolicy(ChaosMonkey chaos) : HttpPipelinePolicy
{
    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (chaos.IsBusy())
        {
            message.Response = new BusyResponse(message.Request);
            return;
        }

        ProcessNext(message, pipeline);
        LoseReply(message);
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        if (chaos.IsBusy())
        {
            message.Response = new BusyResponse(message.Request);
            return;
        }

        await ProcessNextAsync(message, pipeline);
        LoseReply(message);
    }

    private void LoseReply(HttpMessage message)
    {
        var method = message.Request.Method;
        var writes = method != RequestMethod.Get && method != RequestMethod.Head;
        if (writes && chaos.LosesReply())
        {
            message.Response.Dispose();
            throw new IOException("The reply of storage is lost (chaos).");
        }
    }
}
