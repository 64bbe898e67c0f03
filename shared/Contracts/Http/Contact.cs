using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>A person known to the gateway by address, such as a customer, a supplier or an employee.</summary>
public sealed record Contact
{
    /// <summary>The contact's address.</summary>
    [JsonIgnore]
    public string Address { get; init; } = "";

    /// <summary>Display name.</summary>
    public string? Name { get; init; }

    /// <summary>Whether the contact is an employee, who also receives internal notes; default false.</summary>
    public bool Internal { get; init; }

    /// <summary>How the contact is notified of messages; default <see cref="NotificationChannel.Email"/>.</summary>
    public NotificationChannel Notify { get; init; }

    /// <summary>
    /// Whether mail may be sent to the contact; default true. An inactive contact is kept for its history only.
    /// </summary>
    public bool Active { get; init; } = true;
}

/// <summary>How a contact is notified of messages.</summary>
public enum NotificationChannel
{
    /// <summary>By mail.</summary>
    Email,

    /// <summary>Not at all.</summary>
    None,
}
