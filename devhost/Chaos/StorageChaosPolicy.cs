using Azure.Core;
using Azure.Core.Pipeline;

namespace Postern.DevHost.Chaos;

/// <summary>Makes storage unreliable: replies to writes get lost after the write, requests are refused with 503 before they leave.</summary>
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
        if (
            message.Request.Method != RequestMethod.Get
            && message.Request.Method != RequestMethod.Head
            && chaos.LosesReply()
        )
        {
            message.Response.Dispose();
            throw new IOException("The reply of storage is lost (chaos).");
        }
    }
}
