using System.Net;
using MailKit;
using MailKit.Net.Smtp;
using MailKit.Security;
using Postern.Core.Servers;

namespace Postern.Gateway.Connections;

/// <summary>Logs in with one mechanism, so that a refused login is one refused login.</summary>
internal static class MechanismLogin
{
    /// <summary>Logs in with a password.</summary>
    /// <exception cref="OtherAuthenticationException">The server takes no password.</exception>
    public static Task WithPasswordAsync(
        MailService client,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        var mechanism = Choose(client, byToken: false) ?? throw Missing(client, byToken: false);
        if (client is SmtpClient)
            return WithOnlyAsync(mechanism, client, user, password, cancellationToken);
        var sasl = SaslMechanism.Create(mechanism, new NetworkCredential(user, password));
        return client.AuthenticateAsync(sasl!, cancellationToken);
    }

    // With a mechanism in hand the SMTP client leaves the code of a refusal out; from the only one on offer it does not.
    private static async Task WithOnlyAsync(
        string mechanism,
        MailService client,
        string user,
        string password,
        CancellationToken cancellationToken
    )
    {
        var offered = client.AuthenticationMechanisms.ToList();
        client.AuthenticationMechanisms.Clear();
        client.AuthenticationMechanisms.Add(mechanism);
        try
        {
            await client.AuthenticateAsync(user, password, cancellationToken);
        }
        finally
        {
            client.AuthenticationMechanisms.UnionWith(offered);
        }
    }

    /// <summary>Logs in with an access token.</summary>
    /// <exception cref="OtherAuthenticationException">The server takes no token.</exception>
    public static Task WithTokenAsync(
        MailService client,
        string user,
        string token,
        CancellationToken cancellationToken
    )
    {
        EnsureToken(client);
        SaslMechanism sasl =
            Choose(client, byToken: true) == "XOAUTH2"
                ? new SaslMechanismOAuth2(user, token)
                : new SaslMechanismOAuthBearer(user, token);
        return client.AuthenticateAsync(sasl, cancellationToken);
    }

    /// <summary>Checks that the server takes access tokens, before one is fetched.</summary>
    /// <exception cref="OtherAuthenticationException">It takes none.</exception>
    public static void EnsureToken(MailService client)
    {
        if (Choose(client, byToken: true) is null)
            throw Missing(client, byToken: true);
    }

    /// <summary>The mechanism to log in with; null if the server offers none for the record.</summary>
    public static string? Choose(MailService client, bool byToken) =>
        LoginMechanisms.Choose(client.AuthenticationMechanisms, byToken, client.IsSecure);

    /// <summary>The failure of a login for which the server offers no mechanism.</summary>
    public static OtherAuthenticationException Missing(MailService client, bool byToken) =>
        new(LoginMechanisms.Missing(client.AuthenticationMechanisms, byToken));
}

/// <summary>The server offers no authentication of the kind that the record needs; none was tried.</summary>
internal sealed class OtherAuthenticationException(string message) : Exception(message);
