using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>What is older than the parameters say is deleted.</summary>
internal static class ExpiringModule
{
    public static IServiceCollection AddExpiring(this IServiceCollection services)
    {
        services.AddSingleton<IdlePeople>();
        services.AddSingleton<OldContents>();
        services.AddSingleton<OldJournal>();
        services.AddSingleton<OldPlans>();
        services.AddSingleton<OldThreadRows>();
        services.AddSingleton<OldThreads>();
        services.AddSingleton<RetentionStages>();
        services.AddSingleton<ThreadActivityReader>();
        services.AddSingleton<ThreadExpiry>();
        services.AddSingleton<WaitingThreads>();
        // Its constructor names types that no other floor sees.
        services.AddSingleton(provider => new RetentionRunner(
            provider.GetRequiredService<RetentionStore>(),
            provider.GetRequiredService<RetentionStages>(),
            provider.GetRequiredService<AuditStore>(),
            provider.GetRequiredService<GatewayConfigurationSource>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }
}
