using System.Diagnostics;
using Postern.DevHost.Smtp;
using Postern.Tests.Support;

namespace Postern.Tests.Flows;

/// <summary>
/// Kills instances without a warning (SIGKILL): now, or in the moment between a mail's last byte and the server's
/// answer.
/// </summary>
internal sealed class InstanceKiller
{
    private readonly HashSet<int> _killed = [];
    private readonly DevHostProcess _host;
    private readonly Random _random;
    private bool _armed;

    public InstanceKiller(DevHostProcess host, SmtpCatcher catcher, Random random)
    {
        (_host, _random) = (host, random);
        catcher.Behaviour = new SmtpBehaviour { AnswerData = Answer };
    }

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

    /// <summary>Kills one of the instances that run, as soon as one does.</summary>
    public Task KillAsync() => Eventually.TrueAsync(TryKill);

    /// <summary>Kills one at the next mail that is sent, after it was kept and before that is said.</summary>
    public void KillAtNextMail() => Volatile.Write(ref _armed, true);

    private SmtpDataAnswer Answer(CaughtMail mail)
    {
        if (!Interlocked.Exchange(ref _armed, false))
            return SmtpDataAnswer.Accept;
        if (TryKill())
            KillsAtAMail++;
        else
            Volatile.Write(ref _armed, true);
        return SmtpDataAnswer.Accept;
    }

    private bool TryKill()
    {
        lock (_killed)
        {
            var alive = _host.Instances.Except(_killed).ToList();
            if (alive.Count == 0)
                return false;
            var victim = alive[_random.Next(alive.Count)];
            using var process = Process.GetProcessById(victim);
            process.Kill();
            return _killed.Add(victim);
        }
    }
}
