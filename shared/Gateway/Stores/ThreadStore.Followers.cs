using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Threads;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>The followers of a thread.</content>
public sealed partial class ThreadStore
{
    public async Task<Versioned<Follower>?> FindFollowerAsync(
        ThreadKey key,
        string address,
        CancellationToken cancellationToken
    ) =>
        await _table.FindAsync(key.Partition, ThreadRows.Follower(address), cancellationToken) is { } row
            ? TableRow.ReadVersioned<Follower>(row)
            : null;

    /// <summary>Followers in the order of their rows, from the one after an address on.</summary>
    internal async Task<IReadOnlyList<Follower>> ListFollowersAsync(
        ThreadKey key,
        string? afterAddress,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var from = afterAddress is null ? ThreadRows.Followers : ThreadRows.Follower(afterAddress) + '!';
        var until = ThreadRows.After(ThreadRows.Followers);
        var rows = await _table
            .RangeAsync(key.Partition, from, until, limit, cancellationToken)
            .ToListAsync(limit, cancellationToken);
        return [.. rows.Select(TableRow.Read<Follower>)];
    }

    /// <summary>Adds a follower. False when the address follows already.</summary>
    public Task<bool> TryAddFollowerAsync(ThreadKey key, Follower follower, CancellationToken cancellationToken) =>
        _table.TryAddAsync(ThreadRows.Write(key, follower), cancellationToken);

    /// <summary>Writes a follower. Null when it was changed since it was read.</summary>
    /// <param name="key">The thread.</param>
    /// <param name="follower">The follower.</param>
    /// <param name="before">The ETag that it was read with; null for a new follower.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ETag?> PutFollowerAsync(
        ThreadKey key,
        Follower follower,
        ETag? before,
        CancellationToken cancellationToken
    )
    {
        var write = RowWrite.Put(ThreadRows.Write(key, follower), before, onlyNew: before is null);
        return await _table.TrySubmitForTagsAsync([write], cancellationToken) is [var written] ? written : null;
    }

    /// <summary>Removes a follower. False when it was changed since it was read.</summary>
    public Task<bool> DeleteFollowerAsync(
        ThreadKey key,
        string address,
        ETag before,
        CancellationToken cancellationToken
    )
    {
        var row = new TableEntity(key.Partition, ThreadRows.Follower(address));
        return _table.TrySubmitAsync([RowWrite.Delete(row, before)], cancellationToken);
    }
}
