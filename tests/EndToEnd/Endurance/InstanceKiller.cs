using System.Diagnostics;
using Postern.Tests.Flows;
using Postern.Tests.Support;

namespace Postern.Tests.Endurance;

/// <summary>
/// Kills instances without a warning (SIGKILL): now, or in the moment between a mail's last byte and the server's
/// answer.
/// </summary>
internal sealed class InstanceKiller(DevHostProcess host, Random random)
{
    private readonly HashSet<int> _killed = [];
    private readonly HashSet<int> _ended = [];
    private bool _armed;

    /// <summary>How many were killed.</summary>
    public int Kills
    {
        get
        {
            lock (_killed)
                return _killed.Count;
        }
    }

    /// <summary>How many of them in that moment; the victim is the sender or another.</summary>
    public int KillsAtAMail { get; private set; }

    /// <summary>The instances that run.</summary>
    public IReadOnlyList<int> Alive
    {
        get
        {
            lock (_killed)
                return [.. host.Instances.Except(_killed).Except(_ended)];
        }
    }

    /// <summary>Kills one of the instances that run, as soon as one does.</summary>
    public Task KillAsync() => Eventually.TrueAsync(TryKill);

    /// <summary>Kills one at the next mail that is sent, after it was kept and before that is said.</summary>
    public void KillAtNextMail() => Volatile.Write(ref _armed, true);

    /// <summary>A mail was kept, and its sender does not know yet.</summary>
    public void OnMail()
    {
        if (!Interlocked.Exchange(ref _armed, false))
            return;
        if (TryKill())
            KillsAtAMail++;
        else
            Volatile.Write(ref _armed, true);
    }

    private bool TryKill()
    {
        lock (_killed)
        {
            var alive = Alive;
            if (alive.Count == 0)
                return false;
            var victim = alive[random.Next(alive.Count)];
            if (!TryKill(victim))
                _ended.Add(victim);
            return !_ended.Contains(victim) && _killed.Add(victim);
        }
    }

    private static bool TryKill(int victim)
    {
        try
        {
            using var process = Process.GetProcessById(victim);
            process.Kill();
            return true;
        }
        // It has ended by itself, which the exit codes say.
        catch (ArgumentException)
        {
            return false;
        }
    }
}
