using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using Postern.Gateway.Secrets;
using Postern.Tests.Support;

namespace Postern.Tests.Secrets;

/// <summary>
/// The store with the real client, against a vault in this process that answers as the service's reference says.
/// Not tried on the service itself.
/// </summary>
public sealed class KeyVaultSecretStoreTests : SecretStoreContract, IDisposable
{
    private readonly VaultInMemory _vault = new();

    public void Dispose() => _vault.Dispose();

    protected override Task<ISecretStore> OpenAsync()
    {
        var options = new SecretClientOptions
        {
            Transport = new HttpClientTransport(_vault),
            DisableChallengeResourceVerification = true,
        };
        return Task.FromResult<ISecretStore>(
            new KeyVaultSecretStore(new SecretClient(new Uri("https://vault.example"), new FixedCredential(), options))
        );
    }

    private sealed class FixedCredential : TokenCredential
    {
        public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
            new("token", DateTimeOffset.MaxValue);

        public override ValueTask<AccessToken> GetTokenAsync(
            TokenRequestContext requestContext,
            CancellationToken cancellationToken
        ) => ValueTask.FromResult(GetToken(requestContext, cancellationToken));
    }
}
