using Azure.Core;
using Azure.Core.Pipeline;
using Postern.Tests.Servers;

namespace Postern.Tests.Upgrade;

/// <summary>
/// The end of a process as kill -9 makes it: from then on it neither reads nor writes, not even to clean up.
/// </summary>
internal sealed class ProcessDeath : HttpPipelinePolicy
{
    private int _writesLeft = int.MaxValue;

    /// <summary>It dies at the first call, of any kind, after this many further writes.</summary>
    public void After(int writes) => Volatile.Write(ref _writesLeft, writes);

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Enter(message);
        ProcessNext(message, pipeline);
    }

    public override ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        Enter(message);
        return ProcessNextAsync(message, pipeline);
    }

    private void Enter(HttpMessage message)
    {
        var reads = message.Request.Method == RequestMethod.Get || message.Request.Method == RequestMethod.Head;
        var left = reads ? Volatile.Read(ref _writesLeft) : Interlocked.Decrement(ref _writesLeft);
        if (reads ? left <= 0 : left < 0)
            throw new CrashException();
    }
}
