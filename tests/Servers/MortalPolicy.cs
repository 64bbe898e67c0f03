using Azure.Core.Pipeline;

namespace Postern.Tests.Servers;

/// <summary>
/// Lets the process die at a call to storage. What died in the run of a function makes no further call in that run, even
/// where the gateway would catch an exception.
/// </summary>
public abstract class MortalPolicy : HttpPipelinePolicy
{
    private volatile bool _runs;
    private volatile bool _dead;

    public void BeginRun() => (_runs, _dead) = (true, false);

    public void EndRun() => (_runs, _dead) = (false, false);

    /// <summary>The process dies here.</summary>
    protected void Die()
    {
        _dead = _runs;
        throw new CrashException();
    }

    /// <summary>A dead process calls nobody.</summary>
    protected void StayDead()
    {
        if (_dead)
            throw new CrashException();
    }
}
