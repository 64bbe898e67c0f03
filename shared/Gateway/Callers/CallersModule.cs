using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Callers;

/// <summary>Who may call the HTTP API, and what they have changed.</summary>
internal static class CallersModule
{
    public static IServiceCollection AddCallers(this IServiceCollection services)
    {
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<AuditTrail>();
        services.AddSingleton<CurrentCaller>();
        return services;
    }
}
