using Azure;
using Azure.Data.Tables;
using Postern.Core.Claims;
using Postern.Core.Text;
using Postern.Core.Threads;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// On which threads programs posted with an id. The claim of a post is found by thread and id together; this finds it by
/// the id alone. A mail that belongs to no record needs no entry: its id is the whole key of its claim.
/// </summary>
public sealed class PostIndex(GatewayStorage storage)
{
    private const int ThreadLength = 20;
    private const int Most = 100;

    private readonly TableClient _table = storage.Table(TableNames.Claims);

    /// <summary>Enters a post before it is claimed. False when it was entered before.</summary>
    public Task<bool> AddAsync(IndexedPost post, CancellationToken cancellationToken)
    {
        var (partition, row) = KeyOf(post);
        return _table.TryAddAsync(TableRow.Write(partition, row, post), cancellationToken);
    }

    /// <summary>Removes a post that was rejected: it is in the attention list. Does nothing when there is none.</summary>
    public Task RemoveAsync(IndexedPost post, CancellationToken cancellationToken)
    {
        var (partition, row) = KeyOf(post);
        return _table.TryDeleteAsync(new TableEntity(partition, row) { ETag = ETag.All }, cancellationToken);
    }

    /// <summary>The posts with an id, each on another thread.</summary>
    public async Task<IReadOnlyList<IndexedPost>> ListAsync(string id, CancellationToken cancellationToken)
    {
        var (partition, prefix) = PrefixOf(id);
        var rows = await _table
            .RangeAsync(partition, prefix, prefix[..^1] + ';', Most, cancellationToken)
            .ToListAsync(Most, cancellationToken);
        return [.. rows.Select(TableRow.Read<IndexedPost>)];
    }

    private static (string Partition, string Row) KeyOf(IndexedPost post)
    {
        var (partition, prefix) = PrefixOf(post.Id);
        return (partition, prefix + Hash.Of(ThreadLength, post.Thread.Partition));
    }

    private static (string Partition, string Prefix) PrefixOf(string id)
    {
        var key = ClaimKey.OfProgram("post", id);
        return (key.Partition, $"p:{key.Text}:");
    }
}
