using Azure.Security.KeyVault.Secrets;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Postern.Core.Configuration;
using Postern.Gateway.Connections;
using Postern.Gateway.Domains;
using Postern.Gateway.Editing;
using Postern.Gateway.Inbound;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Mailboxes.Auditing;
using Postern.Gateway.Mailboxes.Testing;
using Postern.Gateway.Operations;
using Postern.Gateway.Outbound;
using Postern.Gateway.Posting;
using Postern.Gateway.Probing;
using Postern.Gateway.Providers;
using Postern.Gateway.Publishing;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Smtp;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;
using Postern.Gateway.Tokens;

namespace Postern.Gateway;

/// <summary>The composition root: the only place that knows every type of the gateway.</summary>
public static class PosternServiceCollectionExtensions
{
    /// <summary>Adds the gateway. Reads the settings that <c>local.settings.sample.json</c> lists.</summary>
    public static IServiceCollection AddPostern(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<StoragePolicies>();
        services.AddSingleton(provider => new GatewayStorage(
            configuration,
            provider.GetRequiredService<StoragePolicies>()
        ));
        if (environment.IsDevelopment())
            services.AddHostedService<LocalStorageSetup>();
        services.AddSingleton(new DefaultServerSettings(configuration));
        services.AddSingleton(Timings.Read(configuration));
        services.AddSingleton(PublicUrl.Parse(configuration[PublicUrl.Setting], environment.IsDevelopment()));
        services.AddSecrets(configuration, environment);
        services.AddSingleton(new GuardedConnector(configuration, environment));
        services.AddSingleton(new DnsResolver(configuration));
        services.AddStores();
        services.AddLimits();
        services.AddProcessors(configuration);
        services.AddAnswers();
        services.AddProviders(configuration);
        services.AddPosternTelemetry(configuration);
        return services;
    }

    private static void AddStores(this IServiceCollection services)
    {
        services.AddSingleton<ConfigurationEditor>();
        services.AddSingleton<ConfigurationStore>();
        services.AddSingleton<ContactEditor>();
        services.AddSingleton<EnvelopeMemory>();
        services.AddSingleton<FollowerEditor>();
        services.AddSingleton<GatewayConfigurationSource>();
        services.AddSingleton<AliasEditor>();
        services.AddSingleton<AliasStore>();
        services.AddSingleton<AttentionStore>();
        services.AddSingleton<AddressJudge>();
        services.AddSingleton<BounceFactsLoader>();
        services.AddSingleton<BounceHistory>();
        services.AddSingleton<BounceProcessor>();
        services.AddSingleton<FollowerNotes>();
        services.AddSingleton<BlacklistEditor>();
        services.AddSingleton<BlacklistStore>();
        services.AddSingleton<ClaimStore>();
        services.AddSingleton<ContentSpool>();
        services.AddSingleton<ContentStore>();
        services.AddSingleton<DueStore>();
        services.AddSingleton<EventPublisher>();
        services.AddSingleton<HealthReader>();
        services.AddSingleton<InactiveContacts>();
        services.AddSingleton<BlacklistedAddresses>();
        services.AddSingleton<JournalStore>();
        services.AddSingleton<MailboxStore>();
        services.AddSingleton<MailIntake>();
        services.AddSingleton<MailQueues>();
        services.AddSingleton<ParameterEditor>();
        services.AddSingleton<PeopleStore>();
        services.AddSingleton<PostContent>();
        services.AddSingleton<RawMailStore>();
        services.AddSingleton<ServerEditor>();
        services.AddSingleton<TagKeys>();
        services.AddSingleton<ThreadEditor>();
        services.AddSingleton<ThreadStore>();
    }

    private static void AddLimits(this IServiceCollection services)
    {
        services.AddSingleton<ConnectionSlots>();
        services.AddSingleton<LimitStore>();
        services.AddSingleton<SendQuotas>();
        services.AddSingleton<ServerGate>();
        services.AddSingleton<ServerHealthStore>();
        services.AddSingleton<ServerLimitsReader>();
    }

    private static void AddProcessors(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<AliasHealth>();
        services.AddSingleton<ClueFinder>();
        services.AddSingleton<ContentReader>();
        services.AddSingleton<DeliveryOutcomes>();
        services.AddSingleton<Expiry>();
        services.AddSingleton<FailedMail>();
        services.AddSingleton<FetchScheduler>();
        services.AddSingleton<IStartupFilter, FetchWatch>();
        services.AddSingleton<GatewayGauges>();
        services.AddSingleton<NoticeTurns>();
        services.AddSingleton<FolderFetcher>();
        services.AddSingleton<HeldMail>();
        services.AddSingleton<Housekeeper>();
        services.AddSingleton<InboundDecider>();
        services.AddSingleton<InboundExplainer>();
        services.AddSingleton<InboundProcessor>();
        services.AddSingleton<InboundRecorder>();
        services.AddSingleton<InboundSource>();
        services.AddSingleton<IncomingLogin>();
        services.AddSingleton<MailboxConnector>();
        services.AddSingleton<MailboxFetcher>();
        services.AddSingleton<DeliveryFailures>();
        services.AddSingleton<MailboxHealthReader>();
        services.AddSingleton<MailDrafts>();
        services.AddSingleton<MailReplayer>();
        services.AddSingleton<MailSubmission>();
        services.AddSingleton<MessageWriter>();
        services.AddSingleton<OAuthLeases>();
        services.AddSingleton<OAuthRefresher>();
        services.AddSingleton<OAuthTokenEndpoint>();
        services.AddSingleton<OAuthTokenSource>();
        services.AddSingleton<OutboundProcessor>();
        services.AddSingleton<OutgoingLogin>();
        services.AddSingleton<ServerDelivery>();
        services.AddSingleton<MailDispatcher>();
        services.AddSingleton<IMailProvider>(new MailgunMail(configuration));
        services.AddSingleton<PoisonQueues>();
        services.AddSingleton<ProviderMailIntake>();
        services.AddSingleton<PostProcessor>();
        services.AddSingleton<RoutingFactsLoader>();
        services.AddSingleton<SenderMemory>();
        services.AddSingleton<SmtpConnections>();
        services.AddSingleton<SmtpConnector>();
        services.AddSingleton<SmtpSender>();
        services.AddSingleton<ThreadPoster>();
        services.AddSingleton<WaitingMail>();
    }

    private static void AddAnswers(this IServiceCollection services)
    {
        services.AddSingleton<DomainCheck>();
        services.AddSingleton<OutboundExplanations>();
        services.AddSingleton<MailboxAudit>();
        services.AddSingleton<MailboxProbe>();
        services.AddSingleton<MailboxRepair>();
        services.AddSingleton<MailboxTest>();
        services.AddSingleton<ServerProbe>();
        services.AddSingleton<ServerTest>();
    }

    // A further provider is a line here.
    private static void AddProviders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton<ProviderEventProcessor>();
        services.AddSingleton(provider => new SnsClient(
            GuardedHttp.Handler(provider.GetRequiredService<GuardedConnector>()),
            provider.GetRequiredService<TimeProvider>()
        ));
        services.AddSingleton<IDeliveryEventProvider>(new AcsEvents(configuration));
        services.AddSingleton<IDeliveryEventProvider>(provider => new SesEvents(
            configuration,
            provider.GetRequiredService<SnsClient>()
        ));
    }

    private static void AddSecrets(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        if (configuration["KeyVault:Uri"] is { Length: > 0 } vault)
        {
            var credential = AppIdentity.Credential(configuration["KeyVault:ClientId"]);
            services.AddSingleton<ISecretStore>(new KeyVaultSecretStore(new SecretClient(new Uri(vault), credential)));
        }
        else if (environment.IsDevelopment())
        {
            services.AddSingleton<ISecretStore, ProtectedBlobSecretStore>();
        }
        else
        {
            throw new InvalidOperationException(
                "Setting KeyVault__Uri is missing. Outside development, secrets are kept in Key Vault only."
            );
        }
    }
}
