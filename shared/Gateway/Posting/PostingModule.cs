using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Posting;

/// <summary>Messages on threads, with their deliveries.</summary>
internal static class PostingModule
{
    public static IServiceCollection AddPosting(this IServiceCollection services)
    {
        services.AddSingleton<AttachmentReader>();
        services.AddSingleton<ContentReader>();
        services.AddSingleton<DeliveryQueues>();
        services.AddSingleton<FanOut>();
        services.AddSingleton<MessageWriter>();
        services.AddSingleton<PostContent>();
        services.AddSingleton<PostFactsLoader>();
        services.AddSingleton<PostProcessor>();
        services.AddSingleton<PostReader>();
        services.AddSingleton<ThreadPoster>();
        services.AddSingleton<UnsentDeliveries>();
        return services;
    }
}
