using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Smtp;

/// <summary>Authenticates at outgoing servers, with the password or with an access token (XOAUTH2).</summary>
public sealed class OutgoingLogin(ISecretStore secrets, OAuthTokenSource tokens, DefaultServerSettings defaultServer)
{
    /// <exception cref="AuthenticationException">The server refused, or offers no authentication.</exception>
    /// <exception cref="OAuthException">No access token could be obtained.</exception>
    public async Task AuthenticateAsync(SmtpClient client, OutgoingServer server, CancellationToken cancellationToken)
    {
        if (server.UserName is not { Length: > 0 } user)
            return;
        if (!client.Capabilities.HasFlag(SmtpCapabilities.Authentication))
            throw new AuthenticationException("The server offers no authentication on this connection.");
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings })
            await AuthenticateAsync(client, server.Id, user, settings, cancellationToken);
        else
            await client.AuthenticateAsync(user, await PasswordAsync(server, cancellationToken), cancellationToken);
    }

    private async Task AuthenticateAsync(
        SmtpClient client,
        string server,
        string user,
        OAuthSettings settings,
        CancellationToken cancellationToken
    )
    {
        var owner = SecretNames.OutgoingServer(server);
        var token = await tokens.GetAsync(owner, settings, cancellationToken);
        try
        {
            await client.AuthenticateAsync(new SaslMechanismOAuth2(user, token), cancellationToken);
        }
        catch (AuthenticationException)
        {
            tokens.Refuse(owner, settings, token);
            throw;
        }
    }

    private async Task<string> PasswordAsync(OutgoingServer server, CancellationToken cancellationToken) =>
        server.Id == OutgoingServer.DefaultId
            ? defaultServer.Password ?? ""
            : await secrets.GetAsync(SecretNames.OutgoingPassword(server.Id), cancellationToken) ?? "";
}
