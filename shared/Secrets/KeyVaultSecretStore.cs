using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Postern.Secrets;

/// <summary>Secrets in Azure Key Vault, read and written with the app's identity.</summary>
public sealed class KeyVaultSecretStore(SecretClient vault) : ISecretStore
{
    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            return (await vault.GetSecretAsync(name, cancellationToken: cancellationToken)).Value.Value;
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            return null;
        }
    }

    public Task SetAsync(string name, string value, CancellationToken cancellationToken) =>
        vault.SetSecretAsync(name, value, cancellationToken);

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It is gone, which is what was asked for.
            return;
        }
    }
}
