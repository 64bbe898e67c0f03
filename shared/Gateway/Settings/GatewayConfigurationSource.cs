using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Servers;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Settings;

/// <summary>
/// Caches the configuration. Its version is checked at most once a second, so a change is effective within a second
/// (P42), and at once in the process that has made it. The rows are read again when the version differs, and once a minute
/// in any case; the aliases, of which there may be very many, when their own version differs, and every ten minutes in any
/// case: a writer that stops between an alias and the version is noticed then.
/// </summary>
public sealed class GatewayConfigurationSource(
    ConfigurationStore store,
    AliasStore aliases,
    GatewayStorage storage,
    DefaultServerSettings defaultServer,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan CheckEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadEvery = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadAliasesEvery = TimeSpan.FromMinutes(10);

    private readonly SemaphoreSlim _reading = new(1);
    private volatile Cached? _cached;

    public async Task<GatewayConfiguration> GetAsync(CancellationToken cancellationToken)
    {
        if (_cached is { } fresh && IsFresh(fresh))
            return fresh.Configuration;
        await _reading.WaitAsync(cancellationToken);
        try
        {
            if (_cached is { } other && IsFresh(other))
                return other.Configuration;
            _cached = await RefreshAsync(_cached, time.GetUtcNow(), cancellationToken);
            return _cached.Configuration;
        }
        finally
        {
            _reading.Release();
        }
    }

    /// <summary>The configuration as it is stored at this moment, for a caller that is about to change it.</summary>
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

    private bool IsFresh(Cached cached) =>
        time.GetUtcNow() - cached.Checked < CheckEvery && cached.Writes == store.Writes;

    private async Task<Cached> RefreshAsync(Cached? cached, DateTimeOffset now, CancellationToken cancellationToken)
    {
        // The version is read before the rows, so a change in between is read twice, never missed.
        var writes = store.Writes;
        var versions = await store.ReadVersionsAsync(cancellationToken);
        if (
            cached is null
            || now - cached.AliasesRead >= ReadAliasesEvery
            || versions.MayHaveOtherAliases(cached.Versions)
        )
        {
            var all = await aliases.ListAsync(cancellationToken);
            return new Cached(await ReadAsync(all, cancellationToken), versions, writes, now, now, now);
        }
        if (cached.Versions.Configuration == versions.Configuration && now - cached.Read < ReadEvery)
            return cached with { Checked = now, Writes = writes };
        var configuration = await ReadAsync(cached.Configuration.Aliases, cancellationToken);
        return new Cached(configuration, versions, writes, now, now, cached.AliasesRead);
    }

    private async Task<GatewayConfiguration> ReadAsync(
        IReadOnlyList<MailAlias> known,
        CancellationToken cancellationToken
    )
    {
        var rows = (await store.ListAsync(cancellationToken)).ToLookup(row => row.Kind);
        return new GatewayConfiguration
        {
            Parameters = ParametersIn(rows[ConfigurationKinds.Parameter]),
            OutgoingServers = [.. rows[ConfigurationKinds.OutgoingServer].Select(AsOutgoingServer)],
            DefaultServer = defaultServer.Server,
            DefaultServerFrom = defaultServer.From,
            DefaultServerExpires = defaultServer.PasswordExpires,
            IncomingServers = [.. rows[ConfigurationKinds.IncomingServer].Select(AsIncomingServer)],
            AliasDomains = [.. rows[ConfigurationKinds.AliasDomain].OrderBy(row => row.Created).Select(AsAliasDomain)],
            Aliases = known,
            Models = rows[ConfigurationKinds.Model].Select(AsModel).ToDictionary(model => model.Name),
            Texts = rows[ConfigurationKinds.DomainTexts].ToDictionary(row => row.Id, row => row.As<DomainTexts>()),
            DkimKeys = rows[ConfigurationKinds.DkimKeys].ToDictionary(row => row.Id, row => row.As<DkimSigningKeys>()),
            RefusedEnvelopes = rows[ConfigurationKinds.RefusedEnvelope]
                .ToDictionary(row => row.Id, row => row.As<RefusedEnvelope>()),
            Origin = await OriginAsync(rows[ConfigurationKinds.Origin], cancellationToken),
            Drain = rows[ConfigurationKinds.Drain].FirstOrDefault()?.As<MailDrain>(),
            AllowedSenders = rows[ConfigurationKinds.AllowedSender].Select(row => row.Id).ToHashSet(),
        };
    }

    private static GatewayParameters ParametersIn(IEnumerable<ConfigurationRow> rows) =>
        new(rows.ToDictionary(row => row.Id, row => row.As<string>()));

    private static OutgoingServer AsOutgoingServer(ConfigurationRow row) =>
        row.As<OutgoingServer>() with
        {
            Id = row.Id,
            Created = row.Created,
        };

    private static IncomingServer AsIncomingServer(ConfigurationRow row) =>
        row.As<IncomingServer>() with
        {
            Id = row.Id,
        };

    private static AliasDomain AsAliasDomain(ConfigurationRow row) => row.As<AliasDomain>() with { Id = row.Id };

    private static RecordModel AsModel(ConfigurationRow row) => row.As<RecordModel>() with { Name = row.Id };

    private async Task<StorageOrigin> OriginAsync(
        IEnumerable<ConfigurationRow> rows,
        CancellationToken cancellationToken
    )
    {
        var first = rows.FirstOrDefault()?.As<string>() ?? await SetOriginAsync(cancellationToken);
        return new StorageOrigin(storage.AccountName, first);
    }

    // At the first start. It is how a copy of this account is recognised.
    private async Task<string?> SetOriginAsync(CancellationToken cancellationToken)
    {
        const string kind = ConfigurationKinds.Origin;
        if (await store.TryAddAsync(kind, StorageOrigin.Row, storage.AccountName, cancellationToken))
            return storage.AccountName;
        return (await store.FindAsync<string>(kind, StorageOrigin.Row, cancellationToken))?.Value;
    }

    private sealed record Cached(
        GatewayConfiguration Configuration,
        StoredVersions Versions,
        long Writes,
        DateTimeOffset Read,
        DateTimeOffset Checked,
        DateTimeOffset AliasesRead
    );
}
