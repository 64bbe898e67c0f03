using Azure;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Postern.Gateway.Storage;
using Postern.Tests.Servers;
using Postern.Tests.Support;

namespace Postern.Tests.Storage;

public sealed class LocalStorageSetupTests
{
    [Fact]
    public async Task Storage_that_is_busy_at_the_start_is_waited_for()
    {
        var busy = new Interjection(_ => true) { Act = () => throw new RequestFailedException(503, "Server busy") };
        var storage = await NewStorageAsync(busy);

        await new LocalStorageSetup(storage, TimeProvider.System, NullLogger<LocalStorageSetup>.Instance).StartAsync(
            default
        );

        Assert.Null(busy.Act);
        foreach (var queue in QueueNames.All)
            Assert.True(await storage.Queue(queue).ExistsAsync(), queue);
        foreach (var container in ContainerNames.All)
            Assert.True(await storage.Container(container).ExistsAsync(), container);
    }

    [Fact]
    public async Task Storage_that_refuses_stops_the_start()
    {
        var refusal = new Interjection(_ => true) { Act = () => throw new RequestFailedException(403, "Wrong key") };
        var storage = await NewStorageAsync(refusal);

        await Assert.ThrowsAsync<RequestFailedException>(() =>
            new LocalStorageSetup(storage, TimeProvider.System, NullLogger<LocalStorageSetup>.Instance).StartAsync(
                default
            )
        );
    }

    private static async Task<GatewayStorage> NewStorageAsync(Interjection interjection)
    {
        var connection = (await Azurite.SharedAsync()).NewAccount();
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new(GatewayStorage.ConnectionName, connection)])
            .Build();
        return new GatewayStorage(configuration, new StoragePolicies { PerRetry = { interjection } });
    }
}
