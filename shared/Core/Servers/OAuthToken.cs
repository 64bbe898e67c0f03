namespace Postern.Core.Servers;

/// <summary>A response of a token endpoint (RFC 6749 §5.1).</summary>
/// <param name="AccessToken">The access token.</param>
/// <param name="RenewAt">When to request a new one: shortly before this one expires.</param>
/// <param name="RefreshToken">The new refresh token, where the endpoint rotates them.</param>
/// <param name="RefreshExpires">When the refresh token expires, where the endpoint states it.</param>
public sealed record OAuthToken(
    string AccessToken,
    DateTimeOffset RenewAt,
    string? RefreshToken = null,
    DateTimeOffset? RefreshExpires = null
);

/// <summary>The token endpoint returned no access token.</summary>
public sealed class OAuthException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>When to try again; null = after the usual time.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
