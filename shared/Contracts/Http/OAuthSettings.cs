namespace Postern.Contracts.Http;

/// <summary>
/// Source of access tokens for a mail server (RFC 6749). Client secret and refresh token are in the secret store, never
/// here.
/// </summary>
public sealed record OAuthSettings
{
    /// <summary>HTTPS URL of the token endpoint (RFC 6749 §3.2).</summary>
    public required string TokenEndpoint { get; init; }

    /// <summary>Client id of the application (RFC 6749 §2.2).</summary>
    public required string ClientId { get; init; }

    /// <summary>Scopes separated by spaces; null = the client's default scope.</summary>
    public string? Scope { get; init; }

    /// <summary>The grant; default <see cref="OAuthGrant.ClientCredentials"/>.</summary>
    public OAuthGrant Grant { get; init; } = OAuthGrant.ClientCredentials;

    /// <summary>
    /// When the client secret or the consent expires, where known; the health report warns two weeks before.
    /// </summary>
    public DateTimeOffset? Expires { get; init; }
}

/// <summary>The grant by which an access token is requested.</summary>
public enum OAuthGrant
{
    /// <summary>The application's own permission (RFC 6749 §4.4).</summary>
    ClientCredentials,

    /// <summary>A user's consent, stored as a refresh token (RFC 6749 §6).</summary>
    RefreshToken,
}
