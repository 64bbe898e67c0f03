namespace Postern.Contracts.Http;

/// <summary>
/// A follower to add to a thread. Members that are null are taken from the contact with that address.
/// </summary>
public sealed record FollowerBody
{
    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the follower is an employee, who also receives internal notes.</summary>
    public bool? Internal { get; init; }

    /// <summary>How the follower is notified of messages.</summary>
    public NotificationChannel? Notify { get; init; }
}
