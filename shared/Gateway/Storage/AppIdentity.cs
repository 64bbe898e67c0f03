using Azure.Core;
using Azure.Identity;

namespace Postern.Gateway.Storage;

/// <summary>
/// The identity of the app, for every connection without a connection string: in Azure the managed identity, on a
/// developer's machine that of the developer.
/// </summary>
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
