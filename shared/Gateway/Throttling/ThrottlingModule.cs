using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Throttling;

/// <summary>Limits of outgoing servers across instances: quotas, connection slots, health.</summary>
internal static class ThrottlingModule
{
    public static IServiceCollection AddThrottling(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionSlots>();
        services.AddSingleton<InlineServers>();
        services.AddSingleton<SendQuotas>();
        services.AddSingleton<ServerContacts>();
        services.AddSingleton<ServerGate>();
        services.AddSingleton<ServerHealthStore>();
        services.AddSingleton<ServerLimitsReader>();
        services.AddSingleton<ServerShares>();
        services.AddSingleton<ServerStatusReader>();
        services.AddSingleton<WaitingReleases>();
        return services;
    }
}
