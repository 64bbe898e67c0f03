using Postern.Contracts.Http;
using Postern.Core.Addresses;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Probing;

/// <summary>Tests stored outgoing servers, and records that are not stored yet.</summary>
public sealed class ServerTest(
    ServerProbe probe,
    GatewayConfigurationSource configuration,
    ISecretStore secrets,
    OAuthTokenSource tokens,
    DefaultServerSettings defaultServer
)
{
    private static readonly FieldMessage NoSender = new(
        "from",
        "must be given: the From filter names no address, " + "and there is no alias domain with a notification address"
    );

    /// <summary>
    /// Tests a stored server, or the default one, with its own credentials. Both null if there is no such server.
    /// </summary>
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
        {
            server = server with { FromFilter = current.Parameters.DefaultFromFilter ?? server.FromFilter };
            return await TestAsync(server, defaultServer.Password, options, cancellationToken);
        }
        return await TestAsync(server, await LoginAsync(server, cancellationToken), options, cancellationToken);
    }

    /// <summary>Tests a record that is not stored, only with the given password.</summary>
    public async Task<(ProbeResult? Result, FieldMessage? Problem)> TestAsync(
        OutgoingServer server,
        string? password,
        ServerTestOptions options,
        CancellationToken cancellationToken
    )
    {
        if (server.Authentication == ServerAuthentication.Xoauth2)
            return (null, new("authentication", "with xoauth2 is tested on a saved server, whose secrets are stored"));
        return await TestAsync(server, new ProbeLogin(password), options, cancellationToken);
    }

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
        var current = await configuration.GetLatestAsync(cancellationToken);
        var ofDefault = server.Id == OutgoingServer.DefaultId ? current.DefaultServerFrom : null;
        var notification = ofDefault ?? current.DefaultAliasDomain?.NotificationAddress;
        if (ProbeAddresses.Sender(server, options.From, notification) is not { } from)
            return (null, NoSender);
        var to = ProbeAddresses.Recipient(from, options.To);
        return (await probe.TestAsync(server, login, from, to, cancellationToken), null);
    }

    private static FieldMessage? Problem(string field, string? address) =>
        address is null || EmailAddress.TryParse(address, out _)
            ? null
            : new FieldMessage(field, $"'{address}' is not one e-mail address");
}
