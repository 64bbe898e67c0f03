using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Servers;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Settings;

/// <summary>
/// The configuration as it stands now. The version is asked for at most once a second (a change is effective within a
/// second, P42), the rows are read again when it differs, and once a minute in any case.
/// </summary>
public sealed class GatewayConfigurationSource(
    ConfigurationStore store,
    AliasStore aliases,
    GatewayStorage storage,
    DefaultServerSettings defaultServer,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan Unchecked = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Unread = TimeSpan.FromMinutes(1);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Cached? _cached;

    public async Task<GatewayConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (_cached is { } fresh && time.GetUtcNow() - fresh.Checked < Unchecked)
            return fresh.Configuration;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_cached is { } other && time.GetUtcNow() - other.Checked < Unchecked)
                return other.Configuration;
            _cached = await RefreshAsync(_cached, time.GetUtcNow(), cancellationToken);
            return _cached.Configuration;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The configuration as it is stored at this moment: for whoever is about to change it.</summary>
    public async Task<GatewayConfiguration> GetLatestAsync(CancellationToken cancellationToken)
    {
        await _reading.WaitAsync(cancellationToken);
        try
        {
            _cached = await RefreshAsync(_cached, time.GetUtcNow(), cancellationToken);
            return _cached.Configuration;
        }
        finally
        {
            _reading.Release();
        }
    }

    public void Dispose() => _reading.Dispose();

    private async Task<Cached> RefreshAsync(Cached? cached, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The version is read before the rows: a change between the two is read twice, never missed.
        var version = await store.ReadVersionAsync(cancellationToken);
        if (cached is not null && cached.Version == version && now - cached.Read < Unread)
            return cached with { Checked = now };
        return new Cached(await ReadAsync(cancellationToken), version, now, now);
    }

    private async Task<GatewayConfiguration> ReadAsync(CancellationToken cancellationToken)
    {
        var rows = (await store.ListAsync(cancellationToken)).ToLookup(row => row.Kind);
        return new GatewayConfiguration
        {
            Parameters = new GatewayParameters(
                rows[ConfigurationKinds.Parameter].ToDictionary(row => row.Id, row => row.As<string>())
            ),
            OutgoingServers =
            [
                .. rows[ConfigurationKinds.OutgoingServer]
                    .Select(row => row.As<OutgoingServer>() with { Id = row.Id, Created = row.Created }),
            ],
            DefaultServer = defaultServer.Server,
            IncomingServers =
            [
                .. rows[ConfigurationKinds.IncomingServer].Select(row => row.As<IncomingServer>() with { Id = row.Id }),
            ],
            AliasDomains =
            [
                .. rows[ConfigurationKinds.AliasDomain]
                    .OrderBy(row => row.Created)
                    .Select(row => row.As<AliasDomain>() with { Id = row.Id }),
            ],
            Aliases = await aliases.ListAsync(cancellationToken),
            Models = rows[ConfigurationKinds.Model]
                .Select(row => row.As<RecordModel>() with { Name = row.Id })
                .ToDictionary(model => model.Name),
            RefusedEnvelopes = rows[ConfigurationKinds.RefusedEnvelope]
                .ToDictionary(row => row.Id, row => row.As<RefusedEnvelope>()),
            Origin = new StorageOrigin(
                storage.AccountName,
                rows[ConfigurationKinds.Origin].FirstOrDefault()?.As<string>()
                    ?? await SetOriginAsync(cancellationToken)
            ),
            AllowedSenders = rows[ConfigurationKinds.AllowedSender].Select(row => row.Id).ToHashSet(),
        };
    }

    // The first start: from now on a copy of this account is recognised as one.
    private async Task<string?> SetOriginAsync(CancellationToken cancellationToken)
    {
        if (
            await store.TryAddAsync(
                ConfigurationKinds.Origin,
                StorageOrigin.Row,
                storage.AccountName,
                cancellationToken
            )
        )
            return storage.AccountName;
        return (await store.FindAsync<string>(ConfigurationKinds.Origin, StorageOrigin.Row, cancellationToken))?.Value;
    }

    private sealed record Cached(
        GatewayConfiguration Configuration,
        string? Version,
        DateTimeOffset Read,
        DateTimeOffset Checked
    );
}
