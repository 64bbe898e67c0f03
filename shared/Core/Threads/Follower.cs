using Postern.Contracts.Http;

namespace Postern.Core.Threads;

/// <summary>An address that is notified of a thread's messages (P2, P3).</summary>
public sealed record Follower
{
    public required string Address { get; init; }

    public string? Name { get; init; }

    /// <summary>Internal followers also get notes.</summary>
    public bool Internal { get; init; }

    public NotificationChannel Notify { get; init; }

    /// <summary>
    /// Warning on further deliveries, since mail of this thread bounced from the address or was reported as spam; null
    /// without one.
    /// </summary>
    public string? Bounced { get; init; }
}
