using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Callers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>
/// Changes records of mail servers, and their secrets in the secret store. The names of the secrets of a server are
/// listed with that of the password first.
/// </summary>
public sealed class ServerEditor(ConfigurationEditor editor, ISecretStore secrets, AuditTrail audit)
{
    public async Task<IReadOnlyList<WithPassword<T>>> ListAsync<T>(
        string kind,
        Func<string, IReadOnlyList<string>> secretNames,
        Func<ConfigurationRow, T> read,
        CancellationToken cancellationToken
    )
    {
        var rows = await editor.ListAsync(kind, cancellationToken);
        return await Task.WhenAll(rows.Select(ReadAsync));

        async Task<WithPassword<T>> ReadAsync(ConfigurationRow row) =>
            new(read(row), await KeptAsync(secretNames(row.Id), cancellationToken));
    }

    public async Task<Versioned<WithPassword<T>>?> FindAsync<T>(
        string kind,
        string id,
        IReadOnlyList<string> secretNames,
        Func<T, T> named,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (await editor.FindAsync<T>(kind, id, cancellationToken) is not { } found)
            return null;
        var kept = await KeptAsync(secretNames, cancellationToken);
        return new(new WithPassword<T>(named(found.Value), kept), found.Version);
    }

    /// <param name="kind">Kind of server.</param>
    /// <param name="id">Its identifier.</param>
    /// <param name="secretNames">Names of its secrets.</param>
    /// <param name="changes">The change of each secret.</param>
    /// <param name="condition">The condition on the stored record.</param>
    /// <param name="moves">Whether secrets would be sent to another host than before: those that are not given again
    /// are deleted.</param>
    /// <param name="decide">Checks the record.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EditResult<WithPassword<T>>> PutAsync<T>(
        string kind,
        string id,
        IReadOnlyList<string> secretNames,
        IReadOnlyList<PasswordChange> changes,
        EditCondition condition,
        Func<T, bool> moves,
        Func<GatewayConfiguration, T?, Edit<T>> decide,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var moved = false;
        var result = await editor.PutAsync<T>(kind, id, condition, Decide, cancellationToken);
        if (result.Stored is null)
            return result.Select(server => new WithPassword<T>(server, [.. secretNames.Select(_ => false)]));
        // The record first: a secret must not change when the record is refused. A new record never inherits a secret.
        foreach (var (name, change) in secretNames.Zip(changes))
        {
            if (change.Given || moved)
                await ChangeAsync(AuditedName.Of(kind, id), name, change.Password, cancellationToken);
            else if (result.Outcome == EditOutcome.Created)
                await secrets.DeleteAsync(name, cancellationToken);
        }
        var kept = await KeptAsync(secretNames, cancellationToken);
        return result.Select(server => new WithPassword<T>(server, kept));

        Edit<T> Decide(GatewayConfiguration configuration, T? before)
        {
            moved = before is not null && moves(before);
            return decide(configuration, before);
        }
    }

    public async Task<EditResult<T>> DeleteAsync<T>(
        string kind,
        string id,
        IReadOnlyList<string> secretNames,
        EditCondition condition,
        Func<GatewayConfiguration, T, Findings> decide,
        CancellationToken cancellationToken
    )
        where T : class
    {
        var result = await editor.DeleteAsync(kind, id, condition, decide, cancellationToken);
        // Also when the record is gone: an earlier run may have stopped between the record and its secrets.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
        {
            foreach (var name in secretNames)
                await secrets.DeleteAsync(name, cancellationToken);
        }
        return result;
    }

    private Task ChangeAsync(string what, string name, string? password, CancellationToken cancellationToken) =>
        audit.RecordAsync(
            AuditedChange.OfSecret(what, name, isSet: password is not null),
            () =>
                password is null
                    ? secrets.DeleteAsync(name, cancellationToken)
                    : secrets.SetAsync(name, password, cancellationToken),
            cancellationToken
        );

    private async Task<IReadOnlyList<bool>> KeptAsync(IReadOnlyList<string> names, CancellationToken cancellationToken)
    {
        return await Task.WhenAll(names.Select(IsKeptAsync));

        async Task<bool> IsKeptAsync(string name) => await secrets.GetAsync(name, cancellationToken) is not null;
    }
}
