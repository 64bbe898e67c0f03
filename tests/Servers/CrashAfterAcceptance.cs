using Azure.Core;
using Azure.Core.Pipeline;

namespace Postern.Tests.Servers;

/// <summary>
/// The death of the process between a mail server's acceptance and the row that tells of it: the first write to
/// storage after <see cref="Arm"/> never happens.
/// </summary>
public sealed class CrashAfterAcceptance : MortalPolicy
{
    private int _armed;

    /// <summary>How often the process died.</summary>
    public int Crashes { get; private set; }

    public void Arm() => _armed = 1;

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
        StayDead();
        if (message.Request.Method == RequestMethod.Get || Interlocked.Exchange(ref _armed, 0) == 0)
            return;
        Crashes++;
        Die();
    }
}
