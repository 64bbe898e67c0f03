using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Postern.Gateway.Connections;

/// <summary>Connections to other hosts, which never reach a forbidden address.</summary>
internal static class ConnectionsModule
{
    public static IServiceCollection AddConnections(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.AddSingleton(new GuardedConnector(configuration, environment));
        return services;
    }
}
