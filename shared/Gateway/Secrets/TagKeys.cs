using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Azure.Identity;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Secrets;

/// <summary>
/// Loads the keys that tags are signed with, and creates the first one. The table lists the keys; the secret store
/// holds them.
/// </summary>
public sealed class TagKeys(GatewayStorage storage, ISecretStore secrets, TimeProvider time)
{
    private const string Partition = "tag-keys";
    private static readonly TimeSpan VerifiedFor = TimeSpan.FromDays(731);
    private static readonly TimeSpan CachedFor = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CachedMissing = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly TableClient _config = storage.Table(TableNames.Config);
    private (TagKeyRing Ring, DateTimeOffset Until)? _cache;
    private DateTimeOffset _missingUntil;

    /// <summary>The ring, read again after five minutes, so that every instance gets to know a new key.</summary>
    public async Task<TagKeyRing> GetAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache is { } cache && now < cache.Until)
            return cache.Ring;
        var keys = await LoadAsync(cancellationToken);
        if (keys.Count == 0)
        {
            await AddFirstAsync(now, cancellationToken);
            keys = await LoadAsync(cancellationToken);
        }
        var ring = new TagKeyRing(keys);
        _cache = (ring, now + CachedFor);
        return ring;
    }

    /// <summary>
    /// The ring for work that can be done without; null while it is not to be had. A vault that does not answer is asked
    /// again after a minute, so that it holds up nothing else.
    /// </summary>
    public async Task<TagKeyRing?> FindAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_cache is { } cache && now < cache.Until)
            return cache.Ring;
        if (now < _missingUntil)
            return null;
        using var late = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await GetAsync(either.Token);
        }
        catch (Exception e) when (IsMissing(e) && !cancellationToken.IsCancellationRequested)
        {
            _missingUntil = now + CachedMissing;
            return null;
        }
    }

    // Storage or vault do not answer, the identity gets no token, or the vault has not what the table names.
    private static bool IsMissing(Exception exception) =>
        exception
            is RequestFailedException
                or AggregateException
                or AuthenticationFailedException
                or OperationCanceledException
                or InvalidOperationException;

    private async Task<List<TagKey>> LoadAsync(CancellationToken cancellationToken)
    {
        var keys = new List<TagKey>();
        var rows = _config.QueryAsync<TableEntity>(
            row => row.PartitionKey == Partition,
            cancellationToken: cancellationToken
        );
        await foreach (var row in rows)
        {
            var created = row.GetDateTimeOffset("created") ?? default;
            if (time.GetUtcNow() - created > VerifiedFor)
                continue;
            var key = await LoadAsync(row.GetString("secret"), cancellationToken);
            keys.Add(new TagKey(row.RowKey[0], key, created));
        }
        return keys;
    }

    private async Task<byte[]> LoadAsync(string name, CancellationToken cancellationToken)
    {
        var secret = await secrets.GetAsync(name, cancellationToken);
        if (secret is null)
            throw new InvalidOperationException($"The secret store has no '{name}', which tags are signed with.");
        return Convert.FromBase64String(secret);
    }

    // Two instances may start at once: each stores a secret, one of them adds the row, and both then load its secret.
    private async Task AddFirstAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const char id = '0';
        var secret = $"{SecretNames.TagKey(id)}-{Base32.Encode(RandomNumberGenerator.GetBytes(8))}";
        await secrets.SetAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        var row = new TableEntity(Partition, id.ToString()) { ["secret"] = secret, ["created"] = now };
        if (await _config.TryAddAsync(row, cancellationToken))
            return;
        var winner = await _config.FindAsync(Partition, id.ToString(), cancellationToken);
        if (winner?.GetString("secret") != secret)
            await secrets.DeleteAsync(secret, cancellationToken);
    }
}
