using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Searching;

/// <summary>Lists over all threads, deliveries and mails.</summary>
internal static class SearchingModule
{
    public static IServiceCollection AddSearching(this IServiceCollection services)
    {
        services.AddSingleton<DeliveryFinder>();
        services.AddSingleton<MailFinder>();
        services.AddSingleton<PostedFinder>();
        services.AddSingleton<SentOutFinder>();
        services.AddSingleton<ThreadFinder>();
        services.AddSingleton<WaitingFinder>();
        return services;
    }
}
