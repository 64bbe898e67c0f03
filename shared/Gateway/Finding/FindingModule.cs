using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Finding;

/// <summary>Lists over all threads, deliveries and mails.</summary>
internal static class FindingModule
{
    public static IServiceCollection AddFinding(this IServiceCollection services)
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
