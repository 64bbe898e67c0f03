using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Limits;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>Which mail that waits for a server is being released, and for which settings that was last done.</content>
public sealed partial class LimitStore
{
    private const string Releases = "release";
    private const string Settings = "settings";
    private const string Fingerprint = "fingerprint";
    private const string EveryServer = "every server";

    /// <summary>The releases that have not ended.</summary>
    public async Task<IReadOnlyList<WaitingRelease>> ListReleasesAsync(CancellationToken cancellationToken)
    {
        var rows = await _table
            .QueryAsync<TableEntity>(row => row.PartitionKey == Releases, cancellationToken: cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.Read<WaitingRelease>)];
    }

    /// <summary>Begins a release, which replaces an earlier one of the same server.</summary>
    public Task AddReleaseAsync(WaitingRelease release, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            TableRow.Write(Releases, ReleaseRow(release.Server), release),
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>Ends a release, unless a later one of the same server has replaced it.</summary>
    public async Task EndReleaseAsync(WaitingRelease release, CancellationToken cancellationToken)
    {
        var row = await _table.FindAsync(Releases, ReleaseRow(release.Server), cancellationToken);
        if (row is not null && TableRow.Read<WaitingRelease>(row) == release)
            await _table.TryDeleteAsync(row, cancellationToken);
    }

    /// <summary>The settings with which waiting mail was last decided about; null at the first start.</summary>
    public async Task<string?> FindFingerprintAsync(CancellationToken cancellationToken) =>
        (await _table.FindAsync(Settings, Settings, cancellationToken))?.GetString(Fingerprint);

    public Task PutFingerprintAsync(string fingerprint, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            new TableEntity(Settings, Settings) { [Fingerprint] = fingerprint },
            TableUpdateMode.Replace,
            cancellationToken
        );

    // Ids of servers have no space.
    private static string ReleaseRow(string? server) => TableKeys.Escape(server ?? EveryServer);
}
