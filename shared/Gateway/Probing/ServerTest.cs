using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Probing;

/// <summary>Tests servers of the configuration and such as are not saved yet.</summary>
public sealed class ServerTest(
    ServerProbe probe,
    GatewayConfigurationSource configuration,
    ISecretStore secrets,
    OAuthTokenSource tokens,
    DefaultServerSettings defaultServer
)
{
    /// <summary>Tests a saved server, or the default one, with its own password. Null when there is no such server.</summary>
    public async Task<(ProbeResult? Result, FieldMessage? Problem)> TestAsync(
        string id,
        ServerTestOptions options,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (current.OutgoingServer(id) is not { } server)
            return (null, null);
        if (id == OutgoingServer.DefaultId)
            return await TestAsync(
                server with
                {
                    FromFilter = current.Parameters.DefaultFromFilter,
                },
                defaultServer.Password,
                options,
                cancellationToken
            );
        return await TestAsync(server, await LoginAsync(server, cancellationToken), options, cancellationToken);
    }

    /// <summary>Tests a record as it is given, with the password given for it and never a stored one.</summary>
    public async Task<(ProbeResult? Result, FieldMessage? Problem)> TestAsync(
        OutgoingServer server,
        string? password,
        ServerTestOptions options,
        CancellationToken cancellationToken
    ) =>
        server.Authentication == ServerAuthentication.Xoauth2
            ? (
                null,
                new FieldMessage("authentication", "with xoauth2 is tested on a saved server, whose secrets are stored")
            )
            : await TestAsync(server, new ProbeLogin(password), options, cancellationToken);

    private async Task<ProbeLogin> LoginAsync(OutgoingServer server, CancellationToken cancellationToken) =>
        server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings }
            ? new ProbeLogin(null, token => tokens.GetAsync(SecretNames.OutgoingServer(server.Id), settings, token))
            : new ProbeLogin(await secrets.GetAsync(SecretNames.OutgoingPassword(server.Id), cancellationToken));

    private async Task<(ProbeResult? Result, FieldMessage? Problem)> TestAsync(
        OutgoingServer server,
        ProbeLogin login,
        ServerTestOptions options,
        CancellationToken cancellationToken
    )
    {
        if ((Problem("from", options.From) ?? Problem("to", options.To)) is { } problem)
            return (null, problem);
        var notification = (await configuration.GetLatestAsync(cancellationToken))
            .DefaultAliasDomain
            ?.NotificationAddress;
        if (ProbeAddresses.Sender(server, options.From, notification) is not { } from)
            return (
                null,
                new FieldMessage(
                    "from",
                    "must be given: the From filter names no address, and there is no alias domain with a notification address"
                )
            );
        return (
            await probe.TestAsync(server, login, from, ProbeAddresses.Recipient(from, options.To), cancellationToken),
            null
        );
    }

    private static FieldMessage? Problem(string field, string? address) =>
        address is null || EmailAddress.TryParse(address, out _)
            ? null
            : new FieldMessage(field, $"'{address}' is not one e-mail address");
}
