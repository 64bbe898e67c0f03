using System.Text.Json.Nodes;

namespace Postern.Contracts.Events;

/// <summary>
/// Details of an event. Which members are set depends on its type; the whole text of a mail is available over HTTP only.
/// </summary>
public sealed record MailEventData
{
    /// <summary>The program's own id of the message that the event is about; null for other messages.</summary>
    public string? Id { get; init; }

    /// <summary>The program's own data about that message, as it gave them with the message.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>The program's message that a received mail answers; null when it answers no message of a program.</summary>
    public EventParent? Parent { get; init; }

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

    /// <summary>
    /// The first 4 KB of the received mail's text in UTF-8, with the parameter <c>mail.events.content</c> only.
    /// </summary>
    public string? Text { get; init; }

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

/// <summary>The program's message that a received mail answers.</summary>
public sealed record EventParent
{
    /// <summary>The program's own id of it.</summary>
    public required string Id { get; init; }

    /// <summary>The program's own data about it.</summary>
    public IReadOnlyDictionary<string, string>? Metadata { get; init; }

    /// <summary>Its key, on the same thread.</summary>
    public required string Message { get; init; }
}
