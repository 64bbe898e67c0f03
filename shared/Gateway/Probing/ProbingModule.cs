using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Probing;

/// <summary>Tests of outgoing servers.</summary>
internal static class ProbingModule
{
    public static IServiceCollection AddProbing(this IServiceCollection services)
    {
        services.AddSingleton<ServerProbe>();
        services.AddSingleton<ServerTest>();
        return services;
    }
}
