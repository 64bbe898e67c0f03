using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Postern.Gateway.Applying;
using Postern.Gateway.Callers;
using Postern.Gateway.Connections;
using Postern.Gateway.Domains;
using Postern.Gateway.Editing;
using Postern.Gateway.Expiring;
using Postern.Gateway.Forgetting;
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
using Postern.Gateway.Searching;
using Postern.Gateway.Secrets;
using Postern.Gateway.Settings;
using Postern.Gateway.Smtp;
using Postern.Gateway.Spooling;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Telemetry;
using Postern.Gateway.Throttling;
using Postern.Gateway.Tokens;
using Postern.Gateway.Trying;

namespace Postern.Gateway;

/// <summary>The composition root: each folder adds its own types, from the ground up.</summary>
public static class PosternServiceCollectionExtensions
{
    /// <summary>Adds the gateway. Reads the settings that <c>local.settings.sample.json</c> lists.</summary>
    /// <exception cref="InvalidOperationException">A setting is missing or wrong; the message names it.</exception>
    public static IServiceCollection AddPostern(
        this IServiceCollection services,
        IConfiguration configuration,
        IHostEnvironment environment
    )
    {
        services.TryAddSingleton(TimeProvider.System);
        return services
            .AddStorage(configuration, environment)
            .AddSpooling()
            .AddPosternTelemetry(configuration)
            .AddStores()
            .AddCallers()
            .AddSettings(configuration, environment)
            .AddSecrets(configuration, environment)
            .AddConnections(configuration, environment)
            .AddTokens()
            .AddSmtp()
            .AddThrottling()
            .AddDomains(configuration)
            .AddPublishing(configuration, environment)
            .AddEditing()
            .AddApplying()
            .AddSearching()
            .AddPosting()
            .AddOutbound()
            .AddInbound()
            .AddMailboxes()
            .AddAuditing()
            .AddMailboxTesting()
            .AddTrying()
            .AddProviders(configuration)
            .AddProbing()
            .AddForgetting()
            .AddExpiring()
            .AddOperations();
    }
}
