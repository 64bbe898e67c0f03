namespace Postern.Contracts.Http;

/// <summary>A follower to add. What is not given is taken from the contact of the address.</summary>
public sealed record FollowerBody
{
    public string? Name { get; init; }

    public bool? Internal { get; init; }

    public NotificationChannel? Notify { get; init; }
}
