using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Operations;

/// <summary>Housekeeping, health and gauges.</summary>
internal static class OperationsModule
{
    public static IServiceCollection AddOperations(this IServiceCollection services)
    {
        services.AddSingleton<Expiry>();
        services.AddSingleton<GatewayGauges>();
        services.AddSingleton<HealthReader>();
        services.AddSingleton<Housekeeper>();
        services.AddSingleton<HousekeepingWatch>();
        services.AddSingleton<IndexFill>();
        services.AddSingleton<PoisonQueues>();
        services.AddSingleton<QueueRuns>();
        services.AddSingleton<TimerWatch>();
        services.AddSingleton<UnfinishedPlans>();
        services.AddSingleton<IStartupFilter, RequestWatch>();
        return services;
    }
}
