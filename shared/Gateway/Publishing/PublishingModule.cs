using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.Gateway.Connections;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Publishing;

/// <summary>Events for other programs.</summary>
internal static class PublishingModule
{
    public static IServiceCollection AddPublishing(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.AddSingleton(EventGridSettings.Read(configuration, environment.IsDevelopment()));
        services.AddSingleton(provider => new EventTopic(
            GuardedHttp.Handler(provider.GetRequiredService<GuardedConnector>()),
            provider.GetRequiredService<EventGridSettings>(),
            AppIdentity.Credential(provider.GetRequiredService<EventGridSettings>().ClientId),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<EventTopic>>()
        ));
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<TopicBacklog>();
        return services;
    }
}
