using Microsoft.Extensions.DependencyInjection;
using Postern.Gateway.Callers;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>What is held about a person: shown and erased; threads: deleted.</summary>
internal static class ForgettingModule
{
    public static IServiceCollection AddForgetting(this IServiceCollection services)
    {
        services.AddSingleton<ConfigurationMentions>();
        services.AddSingleton<ErasureStages>();
        services.AddSingleton<ExportedMails>();
        services.AddSingleton<ExportedThreads>();
        services.AddSingleton<NotedContents>();
        services.AddSingleton<OlderMessages>();
        services.AddSingleton<PersonLists>();
        services.AddSingleton<PersonMails>();
        services.AddSingleton<PersonOwn>();
        services.AddSingleton<PersonRawMail>();
        services.AddSingleton<PersonThreads>();
        services.AddSingleton<QuotedReplies>();
        services.AddSingleton<TableWalk>();
        services.AddSingleton<ThreadRemoval>();
        // Their constructors name types that no other floor sees.
        services.AddSingleton(provider => new ErasureRunner(
            provider.GetRequiredService<ErasureStore>(),
            provider.GetRequiredService<ErasureStages>(),
            provider.GetRequiredService<OlderMessages>(),
            provider.GetRequiredService<AuditStore>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new Erasures(
            provider.GetRequiredService<ErasureStore>(),
            provider.GetRequiredService<ErasureKey>(),
            provider.GetRequiredService<PeopleStore>(),
            provider.GetRequiredService<ThreadStore>(),
            provider.GetRequiredService<GatewayConfigurationSource>(),
            provider.GetRequiredService<ConfigurationMentions>(),
            provider.GetRequiredService<ErasureRunner>(),
            provider.GetRequiredService<AuditTrail>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton(provider => new PersonExport(
            provider.GetRequiredService<GatewayStorage>(),
            provider.GetRequiredService<ConfigurationStore>(),
            provider.GetRequiredService<Erasures>(),
            provider.GetRequiredService<ExportedThreads>(),
            provider.GetRequiredService<ExportedMails>(),
            provider.GetRequiredService<TimeProvider>()
        ));
        return services;
    }
}
