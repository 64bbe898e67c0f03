using Postern.Secrets;
using Postern.Storage;

namespace Postern.Configuration;

/// <summary>Changes records of mail servers, with the password that is kept for each in the secret store.</summary>
public sealed class ServerEditor(ConfigurationEditor editor, ISecretStore secrets)
{
    public async Task<IReadOnlyList<WithPassword<T>>> ListAsync<T>(
        string kind, Func<string, string> secretName, Func<ConfigurationRow, T> read, CancellationToken cancellationToken)
    {
        var rows = await editor.ListAsync(kind, cancellationToken);
        return await Task.WhenAll(rows.Select(async row => new WithPassword<T>(read(row), await HasAsync(secretName(row.Id), cancellationToken))));
    }

    public async Task<Versioned<WithPassword<T>>?> FindAsync<T>(
        string kind, string id, string secretName, Func<T, T> named, CancellationToken cancellationToken)
        where T : class =>
        await editor.FindAsync<T>(kind, id, cancellationToken) is { } found
            ? new(new WithPassword<T>(named(found.Value), await HasAsync(secretName, cancellationToken)), found.ETag) : null;

    public async Task<EditResult<WithPassword<T>>> PutAsync<T>(
        string kind, string id, string secretName, PasswordChange password, EditCondition condition,
        Func<GatewayConfiguration, T?, Edit<T>> decide, CancellationToken cancellationToken)
        where T : class
    {
        var result = await editor.PutAsync(kind, id, condition, decide, cancellationToken);
        if (result.Stored is null) return result.Select(server => new WithPassword<T>(server, false));
        // Record first: a password must not change when the record is refused. A new record never inherits a password.
        var change = result.Outcome == EditOutcome.Created && !password.Given ? new PasswordChange(true, null) : password;
        if (change is { Given: true, Password: { } text }) await secrets.SetAsync(secretName, text, cancellationToken);
        else if (change.Given) await secrets.DeleteAsync(secretName, cancellationToken);
        var has = change.Given ? change.Password is not null : await HasAsync(secretName, cancellationToken);
        return result.Select(server => new WithPassword<T>(server, has));
    }

    public async Task<EditResult<T>> DeleteAsync<T>(
        string kind, string id, string secretName, EditCondition condition, CancellationToken cancellationToken)
        where T : class
    {
        var result = await editor.DeleteAsync<T>(kind, id, condition, (_, _) => Findings.None, cancellationToken);
        // Also when the record is gone already: the last time may have stopped half way.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing) await secrets.DeleteAsync(secretName, cancellationToken);
        return result;
    }

    private async Task<bool> HasAsync(string secretName, CancellationToken cancellationToken) =>
        await secrets.GetAsync(secretName, cancellationToken) is not null;
}
