using Azure;
using Azure.Security.KeyVault.Secrets;

namespace Postern.Gateway.Secrets;

/// <summary>Secrets in Azure Key Vault, read and written with the identity of the app.</summary>
internal sealed class KeyVaultSecretStore(SecretClient vault) : ISecretStore
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

    public async Task SetAsync(string name, string value, CancellationToken cancellationToken)
    {
        try
        {
            await vault.SetSecretAsync(name, value, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 409)
        {
            // A deleted secret occupies its name until it is purged, so it has to be recovered first.
            var recovering = await vault.StartRecoverDeletedSecretAsync(name, cancellationToken);
            await recovering.WaitForCompletionAsync(cancellationToken);
            await vault.SetSecretAsync(name, value, cancellationToken);
        }
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await vault.StartDeleteSecretAsync(name, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It was deleted already.
            return;
        }
    }
}
