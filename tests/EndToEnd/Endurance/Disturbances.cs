using System.Diagnostics;
using Postern.Tests.Flows;
using Postern.Tests.Support;

namespace Postern.Tests.Endurance;

/// <summary>
/// Disturbs all instances at once: storage is away twice, and the configuration changes all the time, which instances
/// learn at different moments.
/// </summary>
internal sealed class Disturbances(Trial trial, Deployment deployment, Azurite storage)
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly string[] Models = ["helpdesk.ticket", "crm.lead"];

    private readonly Queue<int> _outages = new([trial.Arrivals * 3 / 10, trial.Arrivals * 6 / 10]);
    private readonly Stopwatch _sinceChange = Stopwatch.StartNew();

    /// <summary>How often storage was away.</summary>
    public int Outages { get; private set; }

    /// <summary>How often the configuration was changed.</summary>
    public int Changes { get; private set; }

    /// <summary>Does what is due; the caller needs storage himself, and waits until it is there again.</summary>
    /// <param name="arrived">Mails that have left the gateway so far.</param>
    /// <returns>Whether storage was away.</returns>
    public async Task<bool> DisturbAsync(int arrived)
    {
        if (_sinceChange.Elapsed > Period)
        {
            await deployment.ChangeModelAsync(Models[++Changes % Models.Length]);
            _sinceChange.Restart();
        }
        if (!_outages.TryPeek(out var moment) || arrived < moment)
            return false;
        _outages.Dequeue();
        await storage.InterruptAsync(Outage);
        Outages++;
        return true;
    }
}
