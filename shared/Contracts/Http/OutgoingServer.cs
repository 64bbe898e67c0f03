using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>An SMTP server that mail may leave through (page P6, P10, P15–P19). Its password lives in the secret store, never here.</summary>
public sealed record OutgoingServer
{
    /// <summary>Identifier of the default server, the one of the environment settings; no record may have it.</summary>
    public const string DefaultId = "default";

    /// <summary>Identifier in the configuration; <c>default</c> is the server of the environment settings.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    public required string Name { get; init; }

    public required string Host { get; init; }

    public int Port { get; init; } = 587;

    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.StartTls;

    /// <summary>Whether the server's certificate must be valid for <see cref="Host"/>.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>Account to authenticate as; null = no authentication.</summary>
    public string? UserName { get; init; }

    /// <summary>How to authenticate when there is a user name.</summary>
    public ServerAuthentication Authentication { get; init; }

    /// <summary>Where the access token comes from; only with <see cref="ServerAuthentication.Xoauth2"/>.</summary>
    [JsonPropertyName("oauth")]
    public OAuthSettings? OAuth { get; init; }

    /// <summary>Comma list of addresses and domains that the server may speak for; null or empty = no filter (P16).</summary>
    public string? FromFilter { get; init; }

    /// <summary>Lower goes first (P10); ties by <see cref="Created"/>.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>Recipients in any 24 hours; null = no limit.</summary>
    public int? DailyLimit { get; init; }

    /// <summary>Recipients a minute; null = no limit.</summary>
    public int? RatePerMinute { get; init; }

    /// <summary>Connections at a time over all instances; null = no limit.</summary>
    public int? Connections { get; init; }

    public bool Active { get; init; } = true;

    [JsonIgnore]
    public DateTimeOffset Created { get; init; }
}
