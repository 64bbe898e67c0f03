using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>
/// Changes rows of configuration. What the rules look at is as it is when the change is written: otherwise they look again.
/// So two who save at once cannot both get the same name, or both the default.
/// </summary>
public sealed class ConfigurationEditor(ConfigurationStore store, GatewayConfigurationSource source)
{
    public Task<GatewayConfiguration> ReadAsync(CancellationToken cancellationToken) =>
        source.GetLatestAsync(cancellationToken);

    /// <summary>The rows of one kind, in the order in which they were made.</summary>
    public async Task<IReadOnlyList<ConfigurationRow>> ListAsync(string kind, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Where(row => row.Kind == kind).OrderBy(row => row.Created)];

    public Task<Versioned<T>?> FindAsync<T>(string kind, string id, CancellationToken cancellationToken)
        where T : class => store.FindAsync<T>(kind, id, cancellationToken);

    /// <summary>Makes or replaces a row.</summary>
    /// <param name="kind">One of <see cref="ConfigurationKinds"/>.</param>
    /// <param name="id">Identifier of the row.</param>
    /// <param name="condition">What the caller asks of the row as it is.</param>
    /// <param name="decide">Says from the configuration and the row as it is what is to be written.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public Task<EditResult<T>> PutAsync<T>(
        string kind,
        string id,
        EditCondition condition,
        Func<GatewayConfiguration, T?, Edit<T>> decide,
        CancellationToken cancellationToken
    )
        where T : class
    {
        ConfigurationVersion? version = null;
        return OptimisticEdit.PutAsync(
            condition,
            async () =>
            {
                version = await store.FindVersionAsync(cancellationToken);
                return await store.FindAsync<T>(kind, id, cancellationToken);
            },
            async before => decide(await source.GetLatestAsync(cancellationToken), before),
            (_, edit) => store.TryChangeAsync(version!, [new(kind, id, edit.Value), .. edit.Also], cancellationToken)
        );
    }

    /// <summary>Removes a row unless <paramref name="decide"/> objects.</summary>
    public Task<EditResult<T>> DeleteAsync<T>(
        string kind,
        string id,
        EditCondition condition,
        Func<GatewayConfiguration, T, Findings> decide,
        CancellationToken cancellationToken
    )
        where T : class
    {
        ConfigurationVersion? version = null;
        return OptimisticEdit.DeleteAsync(
            condition,
            async () =>
            {
                version = await store.FindVersionAsync(cancellationToken);
                return await store.FindAsync<T>(kind, id, cancellationToken);
            },
            async before => decide(await source.GetLatestAsync(cancellationToken), before),
            async _ => await store.TryChangeAsync(version!, [new(kind, id, null)], cancellationToken) is not null
        );
    }
}
