using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Smtp;

/// <summary>Authenticates at outgoing servers, with the password or with an access token (XOAUTH2).</summary>
public sealed class OutgoingLogin(CachedSecrets secrets, OAuthTokenSource tokens, DefaultServerSettings defaultServer)
{
    /// <exception cref="AuthenticationException">The server refused.</exception>
    /// <exception cref="OtherAuthenticationException">It offers none of the record's kind.</exception>
    /// <exception cref="OAuthException">No access token could be obtained.</exception>
    public async Task AuthenticateAsync(SmtpClient client, OutgoingServer server, CancellationToken cancellationToken)
    {
        if (server.UserName is not { Length: > 0 } user)
            return;
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings })
            await AuthenticateAsync(client, server.Id, user, settings, cancellationToken);
        else if (server.Id == OutgoingServer.DefaultId)
            await LogInAsync(defaultServer.Password);
        else
            await secrets.LogInAsync<AuthenticationException>(
                new SecretUse(SecretNames.OutgoingPassword(server.Id), server.Host, user),
                LogInAsync,
                () => client.IsConnected,
                cancellationToken
            );

        Task LogInAsync(string? password) =>
            MechanismLogin.WithPasswordAsync(client, user, password ?? "", cancellationToken);
    }

    private async Task AuthenticateAsync(
        SmtpClient client,
        string server,
        string user,
        OAuthSettings settings,
        CancellationToken cancellationToken
    )
    {
        MechanismLogin.EnsureToken(client);
        var owner = SecretNames.OutgoingServer(server);
        var token = await tokens.GetAsync(owner, settings, cancellationToken);
        try
        {
            await MechanismLogin.WithTokenAsync(client, user, token, cancellationToken);
        }
        catch (AuthenticationException)
        {
            tokens.Refuse(owner, settings, token);
            throw;
        }
    }
}
