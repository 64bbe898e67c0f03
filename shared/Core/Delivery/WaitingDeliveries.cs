namespace Postern.Core.Delivery;

/// <summary>The deliveries that wait, counted by server.</summary>
public sealed class WaitingDeliveries
{
    // After this time a delivery that waits is late.
    private static readonly TimeSpan Late = TimeSpan.FromHours(1);

    private readonly ILookup<string, WaitingDelivery> _servers;
    private readonly bool _more;
    private readonly DateTimeOffset _now;

    /// <param name="waiting">The deliveries that were read.</param>
    /// <param name="more">Whether there may be more than were read.</param>
    /// <param name="now">The current time.</param>
    public WaitingDeliveries(IEnumerable<WaitingDelivery> waiting, bool more, DateTimeOffset now)
    {
        _servers = waiting.DistinctBy(delivery => delivery.Id).ToLookup(delivery => delivery.Server ?? "");
        (_more, _now) = (more, now);
    }

    /// <summary>All of them.</summary>
    public WaitingCount All => CountOf(_servers.SelectMany(server => server));

    /// <summary>Those that wait for a server.</summary>
    /// <param name="server">Id of the server.</param>
    public WaitingCount At(string server) => CountOf(_servers[server]);

    /// <summary>Those that wait for none of these servers: for one that is inactive or gone, or for none.</summary>
    /// <param name="servers">Ids of servers.</param>
    public WaitingCount Outside(IEnumerable<string> servers)
    {
        var known = servers.ToHashSet();
        return CountOf(_servers.Where(server => !known.Contains(server.Key)).SelectMany(server => server));
    }

    private WaitingCount CountOf(IEnumerable<WaitingDelivery> deliveries)
    {
        var waiting = deliveries.ToList();
        return new WaitingCount(
            waiting.Count,
            waiting.Min(delivery => (DateTimeOffset?)delivery.Since),
            waiting.Count(delivery => !delivery.ForLimit && _now - delivery.Since > Late),
            _more
        );
    }
}

/// <summary>How many deliveries wait, and since when.</summary>
/// <param name="Count">Their number.</param>
/// <param name="Oldest">When the oldest was first due; null when none waits.</param>
/// <param name="Late">How many have waited for more than an hour, and not only for a limit of the server.</param>
/// <param name="More">Whether there may be more: not all that waits is counted.</param>
public sealed record WaitingCount(int Count, DateTimeOffset? Oldest, int Late, bool More)
{
    public static WaitingCount None { get; } = new(0, null, 0, false);
}
