using System.Text.Json.Serialization;

namespace Postern.Contracts.Http;

/// <summary>
/// An SMTP server through which mail is sent (P6, P10, P15–P19). Its password, client secret and refresh token are in
/// the secret store, never here.
/// </summary>
public sealed record OutgoingServer
{
    /// <summary>Reserved id of the default server, which the environment settings define.</summary>
    public const string DefaultId = "default";

    /// <summary>Identifier in the configuration: 1 to 50 lower-case letters, digits and hyphens.</summary>
    [JsonIgnore]
    public string Id { get; init; } = "";

    /// <summary>Display name, 1 to 200 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Host name or IP address of the server.</summary>
    public required string Host { get; init; }

    /// <summary>TCP port; default 587.</summary>
    public int Port { get; init; } = 587;

    /// <summary>Encryption of the connection; default <see cref="ConnectionSecurity.StartTls"/>.</summary>
    public ConnectionSecurity Security { get; init; } = ConnectionSecurity.StartTls;

    /// <summary>Whether the server's certificate must be valid for <see cref="Host"/>; default true.</summary>
    public bool VerifyCertificate { get; init; } = true;

    /// <summary>User name to authenticate with; null = no authentication.</summary>
    public string? UserName { get; init; }

    /// <summary>
    /// How to authenticate where there is a user name; default <see cref="ServerAuthentication.Password"/>.
    /// </summary>
    public ServerAuthentication Authentication { get; init; }

    /// <summary>
    /// Source of access tokens; required with <see cref="ServerAuthentication.Xoauth2"/>, not allowed otherwise.
    /// </summary>
    [JsonPropertyName("oauth")]
    public OAuthSettings? OAuth { get; init; }

    /// <summary>
    /// Comma-separated addresses and domains that the server may send for; null or empty = any (P16).
    /// </summary>
    public string? FromFilter { get; init; }

    /// <summary>
    /// Whether mail leaves with a DKIM signature of the From's alias domain (RFC 6376), where that has an active key;
    /// default false.
    /// </summary>
    public bool Sign { get; init; }

    /// <summary>Servers with a lower number are preferred (P10), then those created earlier; default 10.</summary>
    public int Priority { get; init; } = 10;

    /// <summary>Maximum number of recipients in any 24 hours; null = no limit.</summary>
    public int? DailyLimit { get; init; }

    /// <summary>Maximum number of recipients per minute; null = no limit.</summary>
    public int? RatePerMinute { get; init; }

    /// <summary>Maximum number of simultaneous connections of all instances; null = no limit.</summary>
    public int? Connections { get; init; }

    /// <summary>Whether the server may be used; default true.</summary>
    public bool Active { get; init; } = true;

    /// <summary>When the server was created.</summary>
    [JsonIgnore]
    public DateTimeOffset Created { get; init; }
}
