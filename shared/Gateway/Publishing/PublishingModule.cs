using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Publishing;

/// <summary>Events for other programs.</summary>
internal static class PublishingModule
{
    public static IServiceCollection AddPublishing(this IServiceCollection services)
    {
        services.AddSingleton<EventPublisher>();
        return services;
    }
}
