using Postern.Contracts.Http;

namespace Postern.Core.Threads;

/// <summary>Who is notified of a thread's messages (P2, P3).</summary>
public sealed record Follower
{
    public required string Address { get; init; }

    public string? Name { get; init; }

    /// <summary>Internal followers also get notes.</summary>
    public bool Internal { get; init; }

    public NotificationChannel Notify { get; init; }

    /// <summary>That and why mail of this thread bounced from the address, or was called spam; null when it did not. Further deliveries say it too.</summary>
    public string? Bounced { get; init; }
}
