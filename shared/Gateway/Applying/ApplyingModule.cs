using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Applying;

/// <summary>The configuration as a file: reads it, plans it and writes it.</summary>
internal static class ApplyingModule
{
    public static IServiceCollection AddApplying(this IServiceCollection services)
    {
        services.AddSingleton<ConfigurationApplier>();
        services.AddSingleton<ConfigurationStateReader>();
        services.AddSingleton<DeclaredSecrets>();
        services.AddSingleton<PlanWriter>();
        services.AddSingleton<StepWriter>();
        return services;
    }
}
