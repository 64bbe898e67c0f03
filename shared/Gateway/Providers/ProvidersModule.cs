using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Connections;

namespace Postern.Gateway.Providers;

/// <summary>Mail and events that providers push. A further provider is one line here.</summary>
internal static class ProvidersModule
{
    public static IServiceCollection AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ProviderEventProcessor>();
        services.AddSingleton<ProviderMailIntake>();
        services.AddSingleton(provider => new SnsClient(
            GuardedHttp.Handler(provider.GetRequiredService<GuardedConnector>()),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IMailProvider>(new MailgunMail(configuration));
        services.AddSingleton<IDeliveryEventProvider>(new AcsEvents(configuration));
        services.AddSingleton<IDeliveryEventProvider>(provider => new SesEvents(
            configuration,
            provider.GetRequiredService<SnsClient>()
        ));
        return services;
    }
}
