using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Stores;

/// <summary>One store for each table and container.</summary>
internal static class StoresModule
{
    public static IServiceCollection AddStores(this IServiceCollection services)
    {
        services.AddSingleton<AliasStore>();
        services.AddSingleton<ApiKeyStore>();
        services.AddSingleton<AttentionStore>();
        services.AddSingleton<AuditStore>();
        services.AddSingleton<BlacklistStore>();
        services.AddSingleton<BlacklistedAddresses>();
        services.AddSingleton<BounceHistory>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<ConfigurationStore>();
        services.AddSingleton<ContentStore>();
        services.AddSingleton<DueStore>();
        services.AddSingleton<ErasedAddresses>();
        services.AddSingleton<ErasureStore>();
        services.AddSingleton<FillStore>();
        services.AddSingleton<RetentionStore>();
        services.AddSingleton<HousekeepingTurns>();
        services.AddSingleton<InactiveContacts>();
        services.AddSingleton<JournalStore>();
        services.AddSingleton<LimitStore>();
        services.AddSingleton<MailboxStore>();
        services.AddSingleton<MessageIndex>();
        services.AddSingleton<NoticeTurns>();
        services.AddSingleton<OAuthLeases>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<PostIndex>();
        services.AddSingleton<RawMailStore>();
        services.AddSingleton<RecentStore>();
        services.AddSingleton<RunningStore>();
        services.AddSingleton<SentOutStore>();
        services.AddSingleton<ThreadStore>();
        services.AddSingleton<UnreadTurns>();
        return services;
    }
}
