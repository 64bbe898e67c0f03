namespace Postern.Core.Limits;

/// <summary>
/// How many of a process's runs may be with a server that answers slowly or not at all. The host receives the next
/// messages only when few runs are left (<c>newBatchThreshold</c>), so such servers together keep less than that.
/// </summary>
/// <param name="BatchSize">Messages that the host receives at once (<c>batchSize</c> of host.json).</param>
/// <param name="Threshold">Runs at which it receives more (<c>newBatchThreshold</c>).</param>
public sealed record RunShares(int BatchSize, int Threshold)
{
    /// <summary>Runs with one such server: a quarter, at least one.</summary>
    public int Each => Math.Max(1, BatchSize / 4);

    // What is left lets the first mail of further servers find out how they answer.
    private int Together => Threshold * 3 / 4;

    /// <summary>Whether one more run may be with a server.</summary>
    /// <param name="pace">The server's.</param>
    /// <param name="others">The other servers' that the process uses.</param>
    /// <param name="now">The current time.</param>
    public bool Allows(ServerPace pace, IEnumerable<ServerPace> others, DateTimeOffset now)
    {
        var running = pace.Running.Count;
        if (running == 0 || !pace.IsLimited(now))
            return true;
        var together = running + others.Where(other => other.IsLimited(now)).Sum(other => other.Running.Count);
        return running < Each && together < Together;
    }
}
