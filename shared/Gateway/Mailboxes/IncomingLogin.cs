using MailKit;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Security;
using Postern.Contracts.Http;
using Postern.Core.Servers;
using Postern.Gateway.Connections;
using Postern.Gateway.Secrets;
using Postern.Gateway.Tokens;

namespace Postern.Gateway.Mailboxes;

/// <summary>Authenticates at incoming servers, with the password or with an access token (XOAUTH2).</summary>
public sealed class IncomingLogin(CachedSecrets secrets, OAuthTokenSource tokens)
{
    /// <exception cref="AuthenticationException">The server refused.</exception>
    /// <exception cref="OtherAuthenticationException">It offers none of the record's kind.</exception>
    /// <exception cref="MissingPasswordException">No password is stored.</exception>
    /// <exception cref="OAuthException">No access token could be obtained.</exception>
    public async Task AuthenticateAsync(MailService client, IncomingServer server, CancellationToken cancellationToken)
    {
        if (server is { Authentication: ServerAuthentication.Xoauth2, OAuth: { } settings })
        {
            await AuthenticateAsync(client, server, settings, cancellationToken);
            return;
        }
        await secrets.LogInAsync<AuthenticationException>(
            new SecretUse(SecretNames.IncomingPassword(server.Id), server.Host, server.UserName),
            password => WithPasswordAsync(client, server, password, cancellationToken),
            () => client.IsConnected,
            cancellationToken
        );
    }

    private static async Task WithPasswordAsync(
        MailService client,
        IncomingServer server,
        string? password,
        CancellationToken cancellationToken
    )
    {
        if (password is null)
            throw new MissingPasswordException();
        if (MechanismLogin.Choose(client, byToken: false) is null && TakesPlainPassword(client))
            await PlainAsync(client, server.UserName, password, cancellationToken);
        else
            await MechanismLogin.WithPasswordAsync(client, server.UserName, password, cancellationToken);
    }

    // The commands of the protocol itself take a password where no mechanism is named, but not beside those for tokens.
    private static bool TakesPlainPassword(MailService client) =>
        MechanismLogin.Choose(client, byToken: true) is null
        && !(client is ImapClient imap && imap.Capabilities.HasFlag(ImapCapabilities.LoginDisabled));

    // LOGIN, or USER and PASS.
    private static Task PlainAsync(
        MailService client,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        client.AuthenticationMechanisms.Clear();
        // After a refused APOP the client would try USER and PASS as well.
        if (client is Pop3Client pop)
            pop.Capabilities &= ~Pop3Capabilities.Apop;
        return client.AuthenticateAsync(user, password, cancellationToken);
    }

    private async Task AuthenticateAsync(
        MailService client,
        IncomingServer server,
        OAuthSettings settings,
        CancellationToken cancellationToken
    )
    {
        MechanismLogin.EnsureToken(client);
        var owner = SecretNames.IncomingServer(server.Id);
        var token = await tokens.GetAsync(owner, settings, cancellationToken);
        try
        {
            await MechanismLogin.WithTokenAsync(client, server.UserName, token, cancellationToken);
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
