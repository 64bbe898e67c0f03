using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.Core.Configuration;

namespace Postern.Gateway.Settings;

/// <summary>The settings of the environment, and the configuration in storage.</summary>
internal static class SettingsModule
{
    public static IServiceCollection AddSettings(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.AddSingleton(new DefaultServerSettings(configuration));
        services.AddSingleton(Timings.Read(configuration));
        services.AddSingleton(HostRuns.Read(configuration));
        services.AddSingleton(PublicUrl.Parse(configuration[PublicUrl.Setting], environment.IsDevelopment()));
        services.AddSingleton<EnvelopeMemory>();
        services.AddSingleton<DrainSwitch>();
        services.AddSingleton<GatewayConfigurationSource>();
        services.AddSingleton<NamedAliasDomain>();
        services.AddSingleton<VersionOverlap>();
        return services;
    }
}
