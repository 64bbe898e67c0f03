using Azure.Core;
using Azure.Identity;

namespace Postern.Gateway.Storage;

/// <summary>The app's own identity, for every connection that has no connection string: the managed one in Azure, the developer's on a machine.</summary>
internal static class AppIdentity
{
    /// <param name="clientId">Client id of a user-assigned identity; null or empty for the system-assigned one.</param>
    public static TokenCredential Credential(string? clientId) =>
        new DefaultAzureCredential(
            new DefaultAzureCredentialOptions
            {
                ManagedIdentityClientId = clientId is { Length: > 0 } ? clientId : null,
            }
        );
}
