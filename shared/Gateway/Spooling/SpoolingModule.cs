using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Spooling;

/// <summary>Large mails and files while they are worked on.</summary>
internal static class SpoolingModule
{
    public static IServiceCollection AddSpooling(this IServiceCollection services)
    {
        services.AddSingleton<ContentSpool>();
        return services;
    }
}
