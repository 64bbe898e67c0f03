using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Validation;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Editing;

/// <summary>Changes incoming servers, with their secrets and the state of their mailboxes.</summary>
public sealed class IncomingServerEditor(ServerEditor editor, MailboxStore mailboxes)
{
    private const string Kind = ConfigurationKinds.IncomingServer;

    /// <summary>Creates or replaces an incoming server.</summary>
    /// <param name="server">The server with its id.</param>
    /// <param name="changes">The changes of password, client secret and refresh token, in this order.</param>
    /// <param name="condition">The condition on the stored record.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EditResult<WithPassword<IncomingServer>>> PutAsync(
        IncomingServer server,
        IReadOnlyList<PasswordChange> changes,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.PutAsync<IncomingServer>(
            Kind,
            server.Id,
            SecretNames.Incoming(server.Id),
            changes,
            condition,
            before => IncomingServerRules.MovesSecrets(before, server),
            (configuration, before) => IncomingServerRules.Put(server, before, changes, configuration),
            cancellationToken
        );
        if (result.Outcome is EditOutcome.Created or EditOutcome.Replaced)
            await mailboxes.NoteChangeAsync(server.Id, cancellationToken);
        return result;
    }

    public async Task<EditResult<IncomingServer>> DeleteAsync(
        string id,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var result = await editor.DeleteAsync<IncomingServer>(
            Kind,
            id,
            [.. SecretNames.Incoming(id), SecretNames.AccessToken(SecretNames.IncomingServer(id))],
            condition,
            (_, server) => IncomingServerRules.Delete(server),
            cancellationToken
        );
        // Also when the record is missing: an attempt that crashed may have left the rest.
        if (result.Outcome is EditOutcome.Deleted or EditOutcome.Missing)
            await mailboxes.DeleteAsync(id, cancellationToken);
        return result;
    }
}
