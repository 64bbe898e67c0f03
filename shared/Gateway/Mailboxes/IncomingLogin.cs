using MailKit;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Mailboxes;

/// <summary>Authenticates at incoming servers, with the password or with an access token (XOAUTH2).</summary>
public sealed class IncomingLogin(ISecretStore secrets, OAuthTokenSource tokens)
{
    /// <exception cref="AuthenticationException">The server refused.</exception>
    /// <exception cref="MissingPasswordException">No password is stored.</exception>
    /// <exception cref="OAuthException">No access token could be obtained.</exception>
    public async Task AuthenticateAsync(MailService client, IncomingServer server, CancellationToken cancellationToken)
    {
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings })
        {
            await AuthenticateAsync(client, server, settings, cancellationToken);
            return;
        }
        var password = await secrets.GetAsync(SecretNames.IncomingPassword(server.Id), cancellationToken);
        if (password is null)
            throw new MissingPasswordException();
        await client.AuthenticateAsync(server.UserName, password, cancellationToken);
    }

    private async Task AuthenticateAsync(
        MailService client,
        IncomingServer server,
        OAuthSettings settings,
        CancellationToken cancellationToken
    )
    {
        var owner = SecretNames.IncomingServer(server.Id);
        var token = await tokens.GetAsync(owner, settings, cancellationToken);
        try
        {
            await client.AuthenticateAsync(new SaslMechanismOAuth2(server.UserName, token), cancellationToken);
        }
        catch (AuthenticationException)
        {
            tokens.Refuse(owner, settings, token);
            throw;
        }
    }
}

/// <summary>No password is stored for the mailbox.</summary>
internal sealed class MissingPasswordException() : Exception("There is no password for the mailbox.");
