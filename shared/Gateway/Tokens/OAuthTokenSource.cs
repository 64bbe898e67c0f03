using System.Collections.Concurrent;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;

namespace Postern.Gateway.Tokens;

/// <summary>
/// Access tokens for mail servers, outgoing and incoming, kept in memory until shortly before they expire.
/// </summary>
public sealed class OAuthTokenSource(
    ISecretStore secrets,
    OAuthTokenEndpoint endpoint,
    OAuthRefresher refresher,
    TimeProvider time
)
{
    // A broken endpoint gets one request in this time, not one for each mail.
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<(string Owner, OAuthSettings Settings), Entry> _entries = new();

    /// <summary>Returns a token that is valid for some more minutes.</summary>
    /// <param name="owner">Prefix of the names of the secrets (<see cref="SecretNames"/>).</param>
    /// <param name="settings">The token endpoint and the client.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="OAuthException">No token could be obtained.</exception>
    public async Task<string> GetAsync(string owner, OAuthSettings settings, CancellationToken cancellationToken)
    {
        var entry = _entries.GetOrAdd((owner, settings), _ => new Entry());
        await entry.Gate.WaitAsync(cancellationToken);
        try
        {
            if (entry.Token is { } kept && kept.RenewAt > time.GetUtcNow())
                return kept.AccessToken;
            if (entry.Failure is { } failure && entry.Failed + AfterFailure > time.GetUtcNow())
                throw new OAuthException(failure.Message, failure);
            entry.Token = await RequestAsync(owner, settings, entry, cancellationToken);
            entry.Failure = null;
            return entry.Token.AccessToken;
        }
        catch (OAuthException e) when (e.RetryAfter is null && e.InnerException is not OAuthException)
        {
            (entry.Failure, entry.Failed) = (e, time.GetUtcNow());
            throw;
        }
        finally
        {
            entry.Gate.Release();
        }
    }

    /// <summary>Drops a token that a mail server has refused: the next call requests a new one.</summary>
    public void Refuse(string owner, OAuthSettings settings, string token)
    {
        if (!_entries.TryGetValue((owner, settings), out var entry))
            return;
        entry.Refused = token;
        if (entry.Token?.AccessToken == token)
            entry.Token = null;
    }

    private async Task<OAuthToken> RequestAsync(
        string owner,
        OAuthSettings settings,
        Entry entry,
        CancellationToken cancellationToken
    )
    {
        if (settings.Grant == OAuthGrant.RefreshToken)
            return await refresher.GetAsync(owner, settings, entry.Refused, cancellationToken);
        var secret =
            await secrets.GetAsync(SecretNames.ClientSecret(owner), cancellationToken)
            ?? throw new OAuthException("There is no client secret; save the server again with one.");
        return await endpoint.RequestAsync(settings, secret, null, cancellationToken);
    }

    private sealed class Entry
    {
        public SemaphoreSlim Gate { get; } = new(1);

        public OAuthToken? Token { get; set; }

        public string? Refused { get; set; }

        public OAuthException? Failure { get; set; }

        public DateTimeOffset Failed { get; set; }
    }
}
