using Azure.Core;
using Azure.Core.Pipeline;

namespace Postern.Tests.Servers;

/// <summary>
/// Counts the calls to storage, and breaks one of the writes: before it reaches the storage, or after, its reply
/// lost.
/// </summary>
public sealed class StorageFaults : MortalPolicy
{
    private int _writes;

    /// <summary>Every call so far: service, method and path.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Number of the write that breaks, from 1; 0 = none.</summary>
    public int BreakAt { get; set; }

    public FaultKind Kind { get; set; }

    /// <summary>Whether the fault has happened.</summary>
    public bool Happened { get; private set; }

    public int Writes => _writes;

    /// <summary>Forgets what was counted and broken.</summary>
    public void Reset()
    {
        lock (Calls)
            Calls.Clear();
        _writes = 0;
        Happened = false;
    }

    public override void Process(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var breaks = Enter(message);
        if (breaks && Kind == FaultKind.CrashBefore)
            Die();
        ProcessNext(message, pipeline);
        if (breaks)
        {
            Leave(message);
            Process(message, pipeline);
        }
    }

    public override async ValueTask ProcessAsync(HttpMessage message, ReadOnlyMemory<HttpPipelinePolicy> pipeline)
    {
        var breaks = Enter(message);
        if (breaks && Kind == FaultKind.CrashBefore)
            Die();
        await ProcessNextAsync(message, pipeline);
        if (breaks)
        {
            Leave(message);
            await ProcessAsync(message, pipeline);
        }
    }

    private bool Enter(HttpMessage message)
    {
        StayDead();
        lock (Calls)
        {
            Calls.Add($"{message.Request.Method} {message.Request.Uri.ToUri().AbsolutePath}");
            if (message.Request.Method == RequestMethod.Get || message.Request.Method == RequestMethod.Head)
                return false;
            if (++_writes != BreakAt || Happened)
                return false;
            return Happened = true;
        }
    }

    // A client that gets no reply sends the same call again. It would wait for a second before that.
    private void Leave(HttpMessage message)
    {
        if (Kind == FaultKind.CrashAfter)
            Die();
        message.Response.Dispose();
    }
}

/// <summary>How a write breaks.</summary>
public enum FaultKind
{
    /// <summary>The process dies before the write.</summary>
    CrashBefore,

    /// <summary>The process dies after the write.</summary>
    CrashAfter,

    /// <summary>The write is done, its reply lost; the client repeats it.</summary>
    LostReply,
}

/// <summary>Stands for the death of the process: nothing catches it.</summary>
public sealed class CrashException : Exception
{
    public CrashException()
        : base("The process died here.") { }
}
