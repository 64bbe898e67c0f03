using Azure;
using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>
/// Changes rows of the configuration. When anything in it changes before a change is written, the rules are applied
/// again: two concurrent edits cannot both take the same name, or both become the default. Every change is listed.
/// </summary>
public sealed class ConfigurationEditor(ConfigurationStore store, GatewayConfigurationSource source, AuditTrail audit)
{
    public Task<GatewayConfiguration> ReadAsync(CancellationToken cancellationToken) =>
        source.GetLatestAsync(cancellationToken);

    /// <summary>The rows of one kind, in the order of their creation.</summary>
    public async Task<IReadOnlyList<ConfigurationRow>> ListAsync(string kind, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(cancellationToken)).Where(row => row.Kind == kind).OrderBy(row => row.Created)];

    public Task<Versioned<T>?> FindAsync<T>(string kind, string id, CancellationToken cancellationToken)
        where T : class => store.FindAsync<T>(kind, id, cancellationToken);

    /// <summary>Creates or replaces a row.</summary>
    /// <param name="kind">One of <see cref="ConfigurationKinds"/>.</param>
    /// <param name="id">Identifier of the row.</param>
    /// <param name="condition">The condition on the stored row.</param>
    /// <param name="decide">Returns what is written, given the configuration and the stored row.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
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
            WriteAsync
        );

        Task<ETag?> WriteAsync(Versioned<T>? before, Edit<T> edit) =>
            before is not null && edit.Also.Count == 0 && Unchanged.Is(before.Value, edit.Value)
                ? Task.FromResult<ETag?>(before.ETag)
                : audit.RecordAsync(
                    [
                        AuditedChange.Of(AuditedName.Of(kind, id), before?.Value, edit.Value),
                        .. edit.Also.Select(ChangeOf),
                    ],
                    () => store.TryChangeAsync(version!, [new(kind, id, edit.Value), .. edit.Also], cancellationToken),
                    cancellationToken
                );
    }

    /// <summary>Deletes a row unless <paramref name="decide"/> returns errors or conflicts.</summary>
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
            before =>
                audit.RecordAsync(
                    AuditedChange.Of(AuditedName.Of(kind, id), before.Value, null),
                    async () =>
                        await store.TryChangeAsync(version!, [new(kind, id, null)], cancellationToken) is not null,
                    cancellationToken
                )
        );
    }

    // What another change brings with it has no state before, for nobody has read it.
    private static AuditedChange ChangeOf(ConfigurationChange change) =>
        AuditedChange.Of(AuditedName.Of(change.Kind, change.Id), null, change.Value) with
        {
            Action = change.Value is null ? AuditAction.Deleted : AuditAction.Changed,
        };
}
