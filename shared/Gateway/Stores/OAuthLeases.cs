using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Servers;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Lets one instance at a time use a refresh token: an endpoint that rotates them takes a second use for a theft and revokes them all. The
/// rows hold no secret.
/// </summary>
public sealed class OAuthLeases(GatewayStorage storage, TimeProvider time)
{
    private const string Partition = "oauth";

    // Longer than the longest answer of an endpoint is waited for.
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    /// <summary>Takes the lease on an owner's token for <paramref name="holder"/>; false while another has it.</summary>
    public async Task<bool> TryTakeAsync(string owner, string holder, CancellationToken cancellationToken)
    {
        var before = await FindAsync(owner, cancellationToken);
        if (before is not null && before.Value.Holder != holder && before.Value.Until > time.GetUtcNow())
            return false;
        var entity = TableRow.Write(
            Partition,
            TableKeys.Escape(owner),
            new OAuthLease(holder, time.GetUtcNow() + Duration, before?.Value.RefreshExpires)
        );
        var taken = before is null
            ? await _table.TryAddAsync(entity, cancellationToken)
            : await _table.TryReplaceAsync(entity, before.ETag, cancellationToken);
        // A write whose reply was lost is repeated by the client and then meets its own result: read before believing.
        return taken || (await FindAsync(owner, cancellationToken))?.Value.Holder == holder;
    }

    /// <summary>When an owner's refresh token ends; null when its endpoint has not said.</summary>
    public async Task<DateTimeOffset?> FindExpiryAsync(string owner, CancellationToken cancellationToken) =>
        (await FindAsync(owner, cancellationToken))?.Value.RefreshExpires;

    /// <summary>Gives the lease back.</summary>
    /// <param name="owner">Whose token it is.</param>
    /// <param name="holder">Who has the lease.</param>
    /// <param name="got">The token that was got, if one was.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task ReleaseAsync(string owner, string holder, OAuthToken? got, CancellationToken cancellationToken)
    {
        if (await FindAsync(owner, cancellationToken) is not { } found || found.Value.Holder != holder)
            return;
        // When somebody else has changed the row, the lease is gone, which is what was asked for.
        _ = await _table.TryReplaceAsync(
            TableRow.Write(
                Partition,
                TableKeys.Escape(owner),
                found.Value with
                {
                    Until = time.GetUtcNow(),
                    RefreshExpires = got is null ? found.Value.RefreshExpires : got.RefreshExpires,
                }
            ),
            found.ETag,
            cancellationToken
        );
    }

    private async Task<Versioned<OAuthLease>?> FindAsync(string owner, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, TableKeys.Escape(owner), cancellationToken) is { } row
            ? TableRow.ReadVersioned<OAuthLease>(row)
            : null;

    private sealed record OAuthLease(string Holder, DateTimeOffset Until, DateTimeOffset? RefreshExpires = null);
}
