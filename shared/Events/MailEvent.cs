using System.Text.Json.Serialization;
using Postern.Storage;

namespace Postern.Events;

/// <summary>
/// What happened, for other programs: an event of CloudEvents 1.0 in its JSON format. Its id is made of what it tells, so that one
/// that is told twice has the same id both times.
/// </summary>
public sealed record MailEvent
{
    private const int IdLength = 26;

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

    /// <param name="type">One of <see cref="EventTypes"/>.</param>
    /// <param name="time">When it happened.</param>
    /// <param name="subject">What it is about.</param>
    /// <param name="data">What there is to say.</param>
    /// <param name="cause">What tells it from every other event of its type, and is the same whenever it is told again.</param>
    public static MailEvent Create(string type, DateTimeOffset time, string subject, MailEventData data, params ReadOnlySpan<string> cause) => new()
    {
        Id = Hash.Of(IdLength, ["event", type, .. cause]),
        Type = type,
        Time = time,
        Subject = subject,
        Data = data,
    };
}
