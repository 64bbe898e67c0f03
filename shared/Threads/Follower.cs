using Postern.People;

namespace Postern.Threads;

/// <summary>Who is notified of a thread's messages (P2, P3).</summary>
public sealed record Follower
{
    public required string Address { get; init; }

    public string? Name { get; init; }

    /// <summary>Internal followers also get notes.</summary>
    public bool Internal { get; init; }

    public NotificationChannel Notify { get; init; }
}
