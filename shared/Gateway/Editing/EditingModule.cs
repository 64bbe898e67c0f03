using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Editing;

/// <summary>Changes that administrators make, with optimistic concurrency.</summary>
internal static class EditingModule
{
    public static IServiceCollection AddEditing(this IServiceCollection services)
    {
        services.AddSingleton<AliasDomainEditor>();
        services.AddSingleton<AliasEditor>();
        services.AddSingleton<ApiKeyEditor>();
        services.AddSingleton<BlacklistEditor>();
        services.AddSingleton<ConfigurationEditor>();
        services.AddSingleton<ContactEditor>();
        services.AddSingleton<DkimEditor>();
        services.AddSingleton<DomainParameters>();
        services.AddSingleton<DomainTextsEditor>();
        services.AddSingleton<DrainEditor>();
        services.AddSingleton<FollowerEditor>();
        services.AddSingleton<IncomingServerEditor>();
        services.AddSingleton<OutgoingServerEditor>();
        services.AddSingleton<ParameterEditor>();
        services.AddSingleton<ServerEditor>();
        services.AddSingleton<ThreadEditor>();
        return services;
    }
}
