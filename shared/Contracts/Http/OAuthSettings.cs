namespace Postern.Contracts.Http;

/// <summary>Where an access token for a mail server comes from (RFC 6749). The client's secret and the refresh token are in the secret store, never here.</summary>
public sealed record OAuthSettings
{
    /// <summary>Address of the token endpoint (RFC 6749 §3.2), https.</summary>
    public required string TokenEndpoint { get; init; }

    public required string ClientId { get; init; }

    /// <summary>Scopes, with spaces between them; null = what the client gets by default.</summary>
    public string? Scope { get; init; }

    public OAuthGrant Grant { get; init; } = OAuthGrant.ClientCredentials;

    /// <summary>When the client's secret or the consent ends, where its provider has said so; health warns two weeks before.</summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>What an access token is asked for with.</summary>
public enum OAuthGrant
{
    /// <summary>The app's own permission (RFC 6749 §4.4).</summary>
    ClientCredentials,

    /// <summary>A person's consent, kept as a refresh token (RFC 6749 §6).</summary>
    RefreshToken,
}
