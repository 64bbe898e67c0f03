namespace Postern.Core.Servers;

/// <summary>An access token as an endpoint gave it.</summary>
/// <param name="AccessToken">The token.</param>
/// <param name="RenewAt">When a new one is asked for: shortly before it expires.</param>
/// <param name="RefreshToken">The refresh token that takes the place of the one used, where the endpoint rotates them.</param>
/// <param name="RefreshExpires">When the refresh token ends, where the endpoint says so.</param>
public sealed record OAuthToken(
    string AccessToken,
    DateTimeOffset RenewAt,
    string? RefreshToken = null,
    DateTimeOffset? RefreshExpires = null
);

/// <summary>No access token could be had.</summary>
public sealed class OAuthException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>When to ask again, if that is sooner than usual.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
