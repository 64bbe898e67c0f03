using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A known address: a customer, a supplier, a colleague.</summary>
public sealed record Contact
{
    [JsonIgnore]
    public string Address { get; init; } = "";

    public string? Name { get; init; }

    /// <summary>An employee: also gets internal notes.</summary>
    public bool Internal { get; init; }

    public NotificationChannel Notify { get; init; }

    /// <summary>An inactive contact is kept for its history and never written to.</summary>
    public bool Active { get; init; } = true;
}

/// <summary>How somebody hears of messages.</summary>
public enum NotificationChannel
{
    Email,
    None,
}
