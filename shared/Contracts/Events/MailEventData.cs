using System.Text.Json.Nodes;

namespace Postern.Contracts.Events;

/// <summary>
/// Details of an event. Which members are set depends on its type; the text of a mail is available over HTTP only.
/// </summary>
public sealed record MailEventData
{
    /// <summary>Journal id of the mail, for <c>GET /api/mails/{id}</c>.</summary>
    public string? Mail { get; init; }

    /// <summary>Model of the record.</summary>
    public string? Model { get; init; }

    /// <summary>Id of the record.</summary>
    public string? Record { get; init; }

    /// <summary>Key of the message, as in <c>GET /api/threads/{model}/{id}/messages</c>.</summary>
    public string? Message { get; init; }

    /// <summary>Whether the message is public or an internal note.</summary>
    public MessageKind? Kind { get; init; }

    /// <summary>The author: an address, with the display name where there is one.</summary>
    public string? From { get; init; }

    /// <summary>Subject of the mail.</summary>
    public string? Subject { get; init; }

    /// <summary>Address of the alias through which the mail arrived.</summary>
    public string? Alias { get; init; }

    /// <summary>Initial values of the record: the alias's default values. Omitted when they are large.</summary>
    public JsonObject? Values { get; init; }

    /// <summary>Address of the delivery's recipient.</summary>
    public string? Recipient { get; init; }

    /// <summary>State of the delivery.</summary>
    public DeliveryState? State { get; init; }

    /// <summary>Why the delivery has not succeeded.</summary>
    public DeliveryProblem? Problem { get; init; }

    /// <summary>The server's reply.</summary>
    public string? Reply { get; init; }

    /// <summary>Id of the outgoing or incoming server.</summary>
    public string? Server { get; init; }

    /// <summary>Number of delivery attempts so far.</summary>
    public int? Attempts { get; init; }

    /// <summary>When the delivery is retried.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>An address, or the name of a mailbox.</summary>
    public string? Address { get; init; }

    /// <summary>Name of the routing rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Explanation for people.</summary>
    public string? Reason { get; init; }
}
