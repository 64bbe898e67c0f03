using System.Text.Json;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Core.Text;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Tokens;

/// <summary>
/// Uses a refresh token, one instance at a time, and stores the one that takes its place. The access token is stored too, so that the other
/// instances need not ask.
/// </summary>
public sealed class OAuthRefresher(
    ISecretStore secrets,
    OAuthTokenEndpoint endpoint,
    OAuthLeases leases,
    TimeProvider time
)
{
    private static readonly TimeSpan SoonAgain = TimeSpan.FromSeconds(30);

    /// <param name="owner">Whose token it is: start of the secrets' names.</param>
    /// <param name="settings">Where it comes from.</param>
    /// <param name="refused">An access token that the mail server has refused: never given again.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OAuthException">There is none to be had, or another instance is about to get it.</exception>
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
        OAuthToken? got = null;
        try
        {
            // Whoever had the lease before may have stored one.
            if (await FindStoredAsync(owner, settings, refused, cancellationToken) is { } early)
                return early;
            return got = await RefreshAsync(owner, settings, cancellationToken);
        }
        finally
        {
            await leases.ReleaseAsync(owner, holder, got, CancellationToken.None);
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
        var token = await endpoint.RequestAsync(
            settings,
            await secrets.GetAsync(SecretNames.ClientSecret(owner), cancellationToken),
            refreshToken,
            cancellationToken
        );
        var next = token.RefreshToken ?? refreshToken;
        // The old one may be void by now: nothing must keep the new one from being stored.
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
        if (
            await secrets.GetAsync(SecretNames.AccessToken(owner), cancellationToken) is not { } json
            || JsonSerializer.Deserialize<StoredToken>(json) is not { } stored
            || stored.RenewAt <= time.GetUtcNow()
            || stored.AccessToken == refused
        )
            return null;
        var refreshToken = await secrets.GetAsync(SecretNames.RefreshToken(owner), cancellationToken);
        return refreshToken is not null && stored.Fingerprint == Fingerprint(settings, refreshToken)
            ? new OAuthToken(stored.AccessToken, stored.RenewAt)
            : null;
    }

    // An access token of other settings, or of another person's consent, is not this server's.
    private static string Fingerprint(OAuthSettings settings, string refreshToken) =>
        Hash.Of(26, settings.TokenEndpoint, settings.ClientId, settings.Scope ?? "", refreshToken);

    private sealed record StoredToken(string AccessToken, DateTimeOffset RenewAt, string Fingerprint);
}
