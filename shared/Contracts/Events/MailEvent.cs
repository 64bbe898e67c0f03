using System.Text.Json.Serialization;

namespace Postern.Contracts.Events;

/// <summary>
/// An event on the queue <c>mail-events</c>, in the JSON format of CloudEvents 1.0. An event may be delivered more than
/// once, each time with the same <see cref="Id"/>.
/// </summary>
public sealed record MailEvent
{
    /// <summary>Version of the CloudEvents specification; always <c>1.0</c>.</summary>
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    /// <summary>
    /// Identifies the event: derived from its content, so that a repeated delivery is recognised by it.
    /// </summary>
    public required string Id { get; init; }

    /// <summary>The gateway: its public URL where that is set, else <c>/postern</c>.</summary>
    public string Source { get; init; } = "/postern";

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    /// <summary>When it happened.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>
    /// What the event is about: a thread in the form of <see cref="ThreadKey.Partition"/>, an address, a mail id or a
    /// mailbox.
    /// </summary>
    public required string Subject { get; init; }

    /// <summary>Media type of <see cref="Data"/>; always <c>application/json</c>.</summary>
    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    /// <summary>The details.</summary>
    public required MailEventData Data { get; init; }
}
