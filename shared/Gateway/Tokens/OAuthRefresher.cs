using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Core.Text;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Tokens;

/// <summary>
/// Exchanges a refresh token for an access token, one instance at a time, and stores the new refresh token. The access
/// token is stored as well, so that the other instances need no request of their own.
/// </summary>
public sealed class OAuthRefresher(
    ISecretStore secrets,
    OAuthTokenEndpoint endpoint,
    OAuthLeases leases,
    TimeProvider time
)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    /// <param name="owner">Prefix of the names of the secrets (<see cref="SecretNames"/>).</param>
    /// <param name="settings">The token endpoint and the client.</param>
    /// <param name="refused">An access token that the mail server has refused: never returned again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OAuthException">
    /// The endpoint returned no token, or another instance is just requesting one.
    /// </exception>
    public async Task<OAuthToken> GetAsync(
        string owner,
        OAuthSettings settings,
        string? refused,
        CancellationToken cancellationToken
    )
    {
        if (await FindStoredAsync(owner, settings, refused, cancellationToken) is { } stored)
            return stored;
        var holder = Guid.NewGuid().ToString("n");
        if (!await leases.TryTakeAsync(owner, holder, cancellationToken))
            throw new OAuthException("Another instance is just asking for a token.") { RetryAfter = SoonAgain };
        OAuthToken? requested = null;
        try
        {
            // The previous holder of the lease may have stored one.
            if (await FindStoredAsync(owner, settings, refused, cancellationToken) is { } early)
                return early;
            requested = await RefreshAsync(owner, settings, cancellationToken);
            return requested;
        }
        finally
        {
            await leases.ReleaseAsync(owner, holder, requested, CancellationToken.None);
        }
    }

    private async Task<OAuthToken> RefreshAsync(
        string owner,
        OAuthSettings settings,
        CancellationToken cancellationToken
    )
    {
        var refreshToken =
            await secrets.GetAsync(SecretNames.RefreshToken(owner), cancellationToken)
            ?? throw new OAuthException("There is no refresh token; save the server again with one.");
        var clientSecret = await secrets.GetAsync(SecretNames.ClientSecret(owner), cancellationToken);
        var token = await endpoint.RequestAsync(settings, clientSecret, refreshToken, cancellationToken);
        var next = token.RefreshToken ?? refreshToken;
        // The endpoint may have revoked the old one, so storing the new one must not be cancelled.
        if (next != refreshToken)
            await secrets.SetAsync(SecretNames.RefreshToken(owner), next, CancellationToken.None);
        var kept = new StoredToken(token.AccessToken, token.RenewAt, Fingerprint(settings, next));
        await secrets.SetAsync(SecretNames.AccessToken(owner), JsonSerializer.Serialize(kept), CancellationToken.None);
        return token;
    }

    private async Task<OAuthToken?> FindStoredAsync(
        string owner,
        OAuthSettings settings,
        string? refused,
        CancellationToken cancellationToken
    )
    {
        if (await secrets.GetAsync(SecretNames.AccessToken(owner), cancellationToken) is not { } json)
            return null;
        var stored = JsonSerializer.Deserialize<StoredToken>(json);
        if (stored is null || stored.RenewAt <= time.GetUtcNow() || stored.AccessToken == refused)
            return null;
        var refreshToken = await secrets.GetAsync(SecretNames.RefreshToken(owner), cancellationToken);
        return refreshToken is not null && stored.Fingerprint == Fingerprint(settings, refreshToken)
            ? new OAuthToken(stored.AccessToken, stored.RenewAt)
            : null;
    }

    // An access token that was requested with other settings or another consent must not be used.
    private static string Fingerprint(OAuthSettings settings, string refreshToken) =>
        Hash.Of(26, settings.TokenEndpoint, settings.ClientId, settings.Scope ?? "", refreshToken);

    private sealed record StoredToken(string AccessToken, DateTimeOffset RenewAt, string Fingerprint);
}
