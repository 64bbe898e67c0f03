using System.Text.Json.Serialization;

namespace Postern.Contracts.Events;

/// <summary>
/// What happened, for other programs: an event of CloudEvents 1.0 in its JSON format. Its id is made of what it tells, so that one
/// that is told twice has the same id both times.
/// </summary>
public sealed record MailEvent
{
    [JsonPropertyName("specversion")]
    public string SpecVersion { get; init; } = "1.0";

    public required string Id { get; init; }

    /// <summary>The gateway: its public address where that is set.</summary>
    public string Source { get; init; } = "/postern";

    /// <summary>One of <see cref="EventTypes"/>.</summary>
    public required string Type { get; init; }

    public required DateTimeOffset Time { get; init; }

    /// <summary>What it is about: a thread as <c>model:id</c>, an address, a mail's id, or a mailbox.</summary>
    public required string Subject { get; init; }

    [JsonPropertyName("datacontenttype")]
    public string DataContentType { get; init; } = "application/json";

    public required MailEventData Data { get; init; }
}
