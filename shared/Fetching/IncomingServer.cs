using System.Text.Json.Serialization;
using Postern.Outbound;

namespace Postern.Fetching;

/// <summary>A mailbox that mail is fetched from (P31, P33). Its password lives in the secret store, never here.</summary>
public sealed record IncomingServer
{
    [JsonIgnore]
    public string Id { get; init; } = "";

    public required string Name { get; init; }

    public required string Host { get; init; }

    public int Port { get; init; } = 993;

    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.Tls;

    /// <summary>Whether the server's certificate must be valid for <see cref="Host"/>.</summary>
    public bool VerifyCertificate { get; init; } = true;

    public required string UserName { get; init; }

    public IReadOnlyList<string> Folders { get; init; } = ["INBOX"];

    /// <summary>Model of the records made of mail that nothing else takes; usually null (P33).</summary>
    public string? FallbackModel { get; init; }

    /// <summary>Minutes between fetches; null = <c>mail.fetch.minutes</c> (P36).</summary>
    public int? IntervalMinutes { get; init; }

    public bool Active { get; init; } = true;
}
