using Microsoft.Extensions.Hosting;

namespace Postern.Storage;

/// <summary>Development only: makes what is missing in storage before anything else starts. In Azure the deployment makes it.</summary>
public sealed class LocalStorageSetup(GatewayStorage storage) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => storage.CreateMissingAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
