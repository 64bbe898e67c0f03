using System.Collections.Concurrent;

namespace Postern.Gateway.Secrets;

/// <summary>
/// Secrets, and the passwords of mail servers in memory for up to five minutes: else each connection would cost a call
/// to the vault. What this process writes it forgets at once; what another has written is noticed when the server
/// refuses the password that was kept.
/// </summary>
public sealed class CachedSecrets(ISecretStore store, TimeProvider time) : ISecretStore
{
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<SecretUse, Kept> _kept = new();

    /// <summary>The secret as it is stored now.</summary>
    public Task<string?> GetAsync(string name, CancellationToken cancellationToken) =>
        store.GetAsync(name, cancellationToken);

    public Task SetAsync(string name, string value, CancellationToken cancellationToken) =>
        ChangeAsync(name, store.SetAsync(name, value, cancellationToken));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        ChangeAsync(name, store.DeleteAsync(name, cancellationToken));

    /// <summary>Has a secret read again when it is used next.</summary>
    public void Forget(string name)
    {
        foreach (var use in _kept.Keys.Where(use => use.Name == name))
            _kept.TryRemove(use, out _);
    }

    /// <summary>
    /// Logs in with a password, which may be one that was kept; when the server refuses that and another is stored by
    /// now, with the other.
    /// </summary>
    /// <param name="use">The password, and what it is for.</param>
    /// <param name="login">Logs in; without a password where none is stored.</param>
    /// <param name="mayRepeat">Whether the connection is still good for another login.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    /// <typeparam name="TRefused">What <paramref name="login"/> throws when the server refuses.</typeparam>
    public async Task LogInAsync<TRefused>(
        SecretUse use,
        Func<string?, Task> login,
        Func<bool> mayRepeat,
        CancellationToken cancellationToken
    )
        where TRefused : Exception
    {
        var kept = _kept.TryGetValue(use, out var known) && time.GetUtcNow() < known.Until ? known.Secret : null;
        var secret = kept ?? await ReadAsync(use, cancellationToken);
        try
        {
            await login(secret);
        }
        catch (TRefused) when (kept is not null)
        {
            var stored = await ReadAsync(use, cancellationToken);
            if (stored == kept || !mayRepeat())
                throw;
            await login(stored);
        }
    }

    private async Task<string?> ReadAsync(SecretUse use, CancellationToken cancellationToken)
    {
        var secret = await store.GetAsync(use.Name, cancellationToken);
        if (secret is null)
            _kept.TryRemove(use, out _);
        else
            _kept[use] = new Kept(secret, time.GetUtcNow() + KeptFor);
        return secret;
    }

    private async Task ChangeAsync(string name, Task change)
    {
        try
        {
            await change;
        }
        finally
        {
            Forget(name);
        }
    }

    private sealed record Kept(string Secret, DateTimeOffset Until);
}

/// <summary>
/// What a secret is used for. It is kept for this use alone: one that was entered for a host is sent to no other,
/// whatever the record of the server says by then.
/// </summary>
/// <param name="Name">Name of the secret.</param>
/// <param name="Host">The server that it is sent to.</param>
/// <param name="User">The user who logs in there.</param>
public sealed record SecretUse(string Name, string Host, string User);
