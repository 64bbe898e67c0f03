using System.Text;
using Postern.Gateway.Secrets;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;

namespace Postern.Tests.Secrets;

public sealed class ProtectedBlobSecretStoreTests : SecretStoreContract, IAsyncLifetime
{
    private TestGateway? _gateway;

    public async Task InitializeAsync() => _gateway = await TestGateway.StartAsync();

    public async Task DisposeAsync() => await _gateway!.DisposeAsync();

    [Fact]
    public async Task What_lies_in_the_container_does_not_show_it()
    {
        await (await OpenAsync()).SetAsync("incoming-server-desk-password", "s3cret-in-plain-sight", default);
        var container = _gateway!.Get<GatewayStorage>().Container(ContainerNames.Secrets);
        await foreach (var blob in container.GetBlobsAsync())
        {
            var content = (await container.GetBlobClient(blob.Name).DownloadContentAsync()).Value.Content.ToArray();
            Assert.DoesNotContain("s3cret-in-plain-sight", Encoding.UTF8.GetString(content), StringComparison.Ordinal);
        }
    }

    protected override Task<ISecretStore> OpenAsync() =>
        Task.FromResult<ISecretStore>(new ProtectedBlobSecretStore(_gateway!.Get<GatewayStorage>()));
}
