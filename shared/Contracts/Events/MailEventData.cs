using System.Text.Json.Nodes;

namespace Postern.Contracts.Events;

/// <summary>What an event says. Which members there are depends on its type; texts of mails are read over HTTP.</summary>
public sealed record MailEventData
{
    /// <summary>Id of the mail in the journal, see <c>GET /api/mails/{id}</c>.</summary>
    public string? Mail { get; init; }

    /// <summary>Model of the record.</summary>
    public string? Model { get; init; }

    /// <summary>Id of the record.</summary>
    public string? Record { get; init; }

    /// <summary>Key of the message, see <c>GET /api/threads/{model}/{id}/messages</c>.</summary>
    public string? Message { get; init; }

    public MessageKind? Kind { get; init; }

    /// <summary>Who wrote: an address, with the name where there is one.</summary>
    public string? From { get; init; }

    public string? Subject { get; init; }

    /// <summary>The alias that the mail came through.</summary>
    public string? Alias { get; init; }

    /// <summary>The record's values: the alias's default values. Left out when they are large.</summary>
    public JsonObject? Values { get; init; }

    /// <summary>Who a delivery goes to.</summary>
    public string? Recipient { get; init; }

    public DeliveryState? State { get; init; }

    public DeliveryProblem? Problem { get; init; }

    /// <summary>The server's words.</summary>
    public string? Reply { get; init; }

    /// <summary>Id of the server or mailbox.</summary>
    public string? Server { get; init; }

    public int? Attempts { get; init; }

    /// <summary>When it is tried next.</summary>
    public DateTimeOffset? NextAttempt { get; init; }

    /// <summary>An address, or a mailbox's name.</summary>
    public string? Address { get; init; }

    /// <summary>The rule that decided.</summary>
    public string? Rule { get; init; }

    /// <summary>Why, in words.</summary>
    public string? Reason { get; init; }
}
