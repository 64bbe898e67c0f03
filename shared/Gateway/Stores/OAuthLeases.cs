using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Servers;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// Lets one instance at a time use a refresh token: an endpoint that rotates refresh tokens treats a second use as a
/// theft and revokes them all. The rows have no secret.
/// </summary>
public sealed class OAuthLeases(GatewayStorage storage, TimeProvider time)
{
    private const string Partition = "oauth";

    // Longer than the timeout of a call to the endpoint.
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(1);
    private readonly TableClient _table = storage.Table(TableNames.Limits);

    /// <summary>Takes the lease on the token of an owner. False while another holder has it.</summary>
    public async Task<bool> TryTakeAsync(string owner, string holder, CancellationToken cancellationToken)
    {
        var before = await FindAsync(owner, cancellationToken);
        if (before is not null && before.Value.Holder != holder && before.Value.Until > time.GetUtcNow())
            return false;
        var row = Row(owner, new OAuthLease(holder, time.GetUtcNow() + Duration, before?.Value.RefreshExpires));
        var taken = before is null
            ? await _table.TryAddAsync(row, cancellationToken)
            : await _table.TryReplaceAsync(row, before.ETag, cancellationToken);
        // The client repeats a write whose reply was lost, and then finds its own result.
        return taken || (await FindAsync(owner, cancellationToken))?.Value.Holder == holder;
    }

    /// <summary>When the refresh token of an owner expires; null when its endpoint has not said.</summary>
    public async Task<DateTimeOffset?> FindExpiryAsync(string owner, CancellationToken cancellationToken) =>
        (await FindAsync(owner, cancellationToken))?.Value.RefreshExpires;

    /// <summary>Releases the lease.</summary>
    /// <param name="owner">Whose token it is.</param>
    /// <param name="holder">Who has the lease.</param>
    /// <param name="got">The token that the endpoint issued, if it did.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task ReleaseAsync(string owner, string holder, OAuthToken? got, CancellationToken cancellationToken)
    {
        if (await FindAsync(owner, cancellationToken) is not { } found || found.Value.Holder != holder)
            return;
        var expires = got is null ? found.Value.RefreshExpires : got.RefreshExpires;
        var released = found.Value with { Until = time.GetUtcNow(), RefreshExpires = expires };
        // When another run has changed the row, the lease is gone already.
        _ = await _table.TryReplaceAsync(Row(owner, released), found.ETag, cancellationToken);
    }

    private async Task<Versioned<OAuthLease>?> FindAsync(string owner, CancellationToken cancellationToken) =>
        await _table.FindAsync(Partition, TableKeys.Escape(owner), cancellationToken) is { } row
            ? TableRow.ReadVersioned<OAuthLease>(row)
            : null;

    private static TableEntity Row(string owner, OAuthLease lease) =>
        TableRow.Write(Partition, TableKeys.Escape(owner), lease);

    private sealed record OAuthLease(string Holder, DateTimeOffset Until, DateTimeOffset? RefreshExpires = null);
}
