using System.Security.Cryptography;
using Azure.Data.Tables;
using Postern.Core.Signing;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Secrets;

/// <summary>
/// Loads the keys that tags are signed with, and makes the first. The table names which keys there are; the keys themselves
/// lie in the secret store.
/// </summary>
public sealed class TagKeys(GatewayStorage storage, ISecretStore secrets, TimeProvider time)
{
    private const string Partition = "tag-keys";
    private static readonly TimeSpan Verified = TimeSpan.FromDays(731);
    private static readonly TimeSpan Cached = TimeSpan.FromMinutes(5);

    private readonly TableClient _config = storage.Table(TableNames.Config);
    private (TagKeyRing Ring, DateTimeOffset Until)? _cache;

    /// <summary>The ring as it is now; read again after five minutes, so that a new key reaches every instance.</summary>
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
        _cache = (ring, now + Cached);
        return ring;
    }

    private async Task<List<TagKey>> LoadAsync(CancellationToken cancellationToken)
    {
        var keys = new List<TagKey>();
        await foreach (
            var row in _config.QueryAsync<TableEntity>(
                row => row.PartitionKey == Partition,
                cancellationToken: cancellationToken
            )
        )
        {
            var created = row.GetDateTimeOffset("created") ?? default;
            if (time.GetUtcNow() - created > Verified)
                continue;
            var secret =
                await secrets.GetAsync(row.GetString("secret"), cancellationToken)
                ?? throw new InvalidOperationException(
                    $"The secret store has no '{row.GetString("secret")}', which tags are signed with."
                );
            keys.Add(new TagKey(row.RowKey[0], Convert.FromBase64String(secret), created));
        }
        return keys;
    }

    // Two instances may start at once: each stores a secret of its own, one wins the row, and both then load the winner's.
    private async Task AddFirstAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        const char id = '0';
        var secret = $"{SecretNames.TagKey(id)}-{Base32.Encode(RandomNumberGenerator.GetBytes(8))}";
        await secrets.SetAsync(secret, Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)), cancellationToken);
        var added = await _config.TryAddAsync(
            new TableEntity(Partition, id.ToString()) { ["secret"] = secret, ["created"] = now },
            cancellationToken
        );
        if (added)
            return;
        var winner = await _config.FindAsync(Partition, id.ToString(), cancellationToken);
        if (winner?.GetString("secret") != secret)
            await secrets.DeleteAsync(secret, cancellationToken);
    }
}
