using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Postern.Gateway.Storage;

/// <summary>Tables, queues and blobs of one storage account.</summary>
internal static class StorageModule
{
    public static IServiceCollection AddStorage(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.TryAddSingleton<StoragePolicies>();
        services.AddSingleton(provider => new GatewayStorage(
            configuration,
            provider.GetRequiredService<StoragePolicies>()
        ));
        services.AddSingleton<MailQueues>();
        // In the cloud the deployment makes them.
        if (environment.IsDevelopment())
            services.AddHostedService<LocalStorageSetup>();
        return services;
    }
}
