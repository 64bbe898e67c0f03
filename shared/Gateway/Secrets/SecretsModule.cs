using Azure.Security.KeyVault.Secrets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Secrets;

/// <summary>Passwords, client secrets and signing keys: in Key Vault, in development encrypted in a blob.</summary>
internal static class SecretsModule
{
    /// <exception cref="InvalidOperationException">There is no Key Vault outside development.</exception>
    public static IServiceCollection AddSecrets(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.AddSingleton<DkimPrivateKeys>();
        services.AddSingleton<TagKeys>();
        if (configuration["KeyVault:Uri"] is { Length: > 0 } vault)
            return services.AddSingleton<ISecretStore>(KeyVault(vault, configuration["KeyVault:ClientId"]));
        if (environment.IsDevelopment())
            return services.AddSingleton<ISecretStore, ProtectedBlobSecretStore>();
        throw new InvalidOperationException(
            "Setting KeyVault__Uri is missing. Outside development, secrets are kept in Key Vault only."
        );
    }

    private static KeyVaultSecretStore KeyVault(string vault, string? clientId) =>
        new(new SecretClient(new Uri(vault), AppIdentity.Credential(clientId)));
}
