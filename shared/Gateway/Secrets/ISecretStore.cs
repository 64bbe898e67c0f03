namespace Postern.Gateway.Secrets;

/// <summary>Stores passwords, tokens and signing keys. No table, log or HTTP response contains one of them.</summary>
public interface ISecretStore
{
    /// <summary>The secret; null if there is none of that name.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    Task SetAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Deletes a secret; no error if there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Names of secrets: letters, digits and hyphens only, as Key Vault requires.</summary>
public static class SecretNames
{
    /// <summary>Prefix of the names of an outgoing server's secrets.</summary>
    public static string OutgoingServer(string serverId) => $"outgoing-server-{serverId}";

    public static string OutgoingPassword(string serverId) => $"{OutgoingServer(serverId)}-password";

    /// <summary>
    /// The secrets that an administrator sets for an outgoing server: password, client secret, refresh token.
    /// </summary>
    public static IReadOnlyList<string> Outgoing(string serverId) =>
        [OutgoingPassword(serverId), ClientSecret(OutgoingServer(serverId)), RefreshToken(OutgoingServer(serverId))];

    public static string ClientSecret(string owner) => $"{owner}-client-secret";

    public static string RefreshToken(string owner) => $"{owner}-refresh-token";

    public static string AccessToken(string owner) => $"{owner}-access-token";

    /// <summary>Prefix of the names of an incoming server's secrets.</summary>
    public static string IncomingServer(string serverId) => $"incoming-server-{serverId}";

    public static string IncomingPassword(string serverId) => $"{IncomingServer(serverId)}-password";

    /// <summary>
    /// The secrets that an administrator sets for an incoming server: password, client secret, refresh token.
    /// </summary>
    public static IReadOnlyList<string> Incoming(string serverId) =>
        [IncomingPassword(serverId), ClientSecret(IncomingServer(serverId)), RefreshToken(IncomingServer(serverId))];

    public static string TagKey(char id) => $"tag-key-{id}";

    /// <summary>The private part of a DKIM key of an alias domain.</summary>
    public static string DkimKey(string aliasDomain, string unique) => $"dkim-{aliasDomain}-{unique}";
}
