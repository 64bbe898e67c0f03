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
        services.AddSingleton<ErasureKey>();
        services.AddSingleton<TagKeys>();
        services.AddSingleton<ISecretStore>(provider => provider.GetRequiredService<CachedSecrets>());
        if (configuration["KeyVault:Uri"] is { Length: > 0 } vault)
            return services.AddCached(_ => KeyVault(vault, configuration["KeyVault:ClientId"]));
        if (environment.IsDevelopment())
            return services.AddCached(provider => new ProtectedBlobSecretStore(
                provider.GetRequiredService<GatewayStorage>()
            ));
        throw new InvalidOperationException(
            "Setting KeyVault__Uri is missing. Outside development, secrets are kept in Key Vault only."
        );
    }

    private static IServiceCollection AddCached(
        this IServiceCollection services,
        Func<IServiceProvider, ISecretStore> store
    ) =>
        services.AddSingleton(provider => new CachedSecrets(
            store(provider),
            provider.GetRequiredService<TimeProvider>()
        ));

    private static KeyVaultSecretStore KeyVault(string vault, string? clientId) =>
        new(new SecretClient(new Uri(vault), AppIdentity.Credential(clientId)));
}
