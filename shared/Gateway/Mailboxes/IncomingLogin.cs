using MailKit;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Mailboxes;

/// <summary>Authenticates at incoming servers: with the password, or with an access token by XOAUTH2.</summary>
public sealed class IncomingLogin(ISecretStore secrets, OAuthTokenSource tokens)
{
    /// <exception cref="AuthenticationException">The server refused, or there is nothing to log in with.</exception>
    /// <exception cref="OAuthException">There is no access token to be had.</exception>
    public async Task AuthenticateAsync(MailService client, IncomingServer server, CancellationToken cancellationToken)
    {
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings })
        {
            await AuthenticateAsync(client, server, settings, cancellationToken);
            return;
        }
        var password =
            await secrets.GetAsync(SecretNames.IncomingPassword(server.Id), cancellationToken)
            ?? throw new MissingPasswordException();
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

/// <summary>No password is kept for the mailbox.</summary>
internal sealed class MissingPasswordException() : Exception("There is no password for the mailbox.");
