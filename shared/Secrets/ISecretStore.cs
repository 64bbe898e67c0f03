namespace Postern.Secrets;

/// <summary>
/// Keeps passwords, tokens and signing keys. They are written here and nowhere else: no table, log or answer holds one.
/// </summary>
public interface ISecretStore
{
    /// <summary>The secret, or null when there is none of that name.</summary>
    Task<string?> GetAsync(string name, CancellationToken cancellationToken);

    Task SetAsync(string name, string value, CancellationToken cancellationToken);

    /// <summary>Removes a secret; no error when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>Names of secrets: letters, digits and hyphens, as Key Vault asks.</summary>
public static class SecretNames
{
    public static string OutgoingPassword(string serverId) => $"outgoing-server-{serverId}-password";

    public static string IncomingPassword(string serverId) => $"incoming-server-{serverId}-password";

    public static string TagKey(char id) => $"tag-key-{id}";
}
