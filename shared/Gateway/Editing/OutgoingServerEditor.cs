using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Delivery;
using Postern.Core.Sending;
using Postern.Core.Servers;
using Postern.Core.Validation;
using Postern.Gateway.Secrets;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Editing;

/// <summary>Changes outgoing servers, with their secrets and with regard to the mail that waits for them.</summary>
public sealed class OutgoingServerEditor(
    ServerEditor editor,
    WaitingReleases releases,
    ServerContacts contacts,
    DueStore due,
    TimeProvider time
)
{
    private const string Kind = ConfigurationKinds.OutgoingServer;

    /// <summary>Creates or replaces an outgoing server.</summary>
    /// <param name="server">The server with its id.</param>
    /// <param name="changes">The changes of password, client secret and refresh token, in this order.</param>
    /// <param name="condition">The condition on the stored record.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<EditResult<WithPassword<OutgoingServer>>> PutAsync(
        OutgoingServer server,
        IReadOnlyList<PasswordChange> changes,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var waiting = await WaitingAsync(server, cancellationToken);
        var result = await editor.PutAsync<OutgoingServer>(
            Kind,
            server.Id,
            SecretNames.Outgoing(server.Id),
            changes,
            condition,
            before => OutgoingServerEdit.MovesSecrets(before, server),
            (configuration, before) =>
                OutgoingServerChanges.Warn(
                    OutgoingServerUse.Warn(OutgoingServerEdit.Put(server, before, changes), configuration, waiting),
                    before,
                    configuration
                ),
            cancellationToken
        );
        if (result.Stored is null)
            return result;
        // The new settings may have repaired it, so it gets mail again at once.
        await releases.BeginAsync(server.Id, cancellationToken);
        await contacts.ForgetAsync(server.Id, cancellationToken);
        return result;
    }

    public async Task<EditResult<OutgoingServer>> DeleteAsync(
        string id,
        EditCondition condition,
        CancellationToken cancellationToken
    )
    {
        var waiting = await due.ReadWaitingAsync(time.GetUtcNow(), cancellationToken);
        return await editor.DeleteAsync<OutgoingServer>(
            Kind,
            id,
            [.. SecretNames.Outgoing(id), SecretNames.AccessToken(SecretNames.OutgoingServer(id))],
            condition,
            (configuration, stored) =>
            {
                var server = stored with { Id = id };
                var findings = OutgoingServerUse.Delete(server, configuration, waiting.At(id));
                return OutgoingServerChanges.Warn(findings, server, configuration);
            },
            cancellationToken
        );
    }

    // Mail that waits for a server matters only when the server is not used any more.
    private async Task<WaitingCount> WaitingAsync(OutgoingServer server, CancellationToken cancellationToken) =>
        server.Active
            ? WaitingCount.None
            : (await due.ReadWaitingAsync(time.GetUtcNow(), cancellationToken)).At(server.Id);
}
