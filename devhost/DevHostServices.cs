using System.Net.Sockets;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Instances;
using Postern.DevHost.Setup;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;

namespace Postern.DevHost;

/// <summary>The host's own services.</summary>
internal static class DevHostServices
{
    private static readonly TimeSpan ShutdownTimeout = TimeSpan.FromSeconds(10);

    public static void AddLogging(this IHostApplicationBuilder builder, IConfiguration levels) =>
        builder
            .Logging.AddFilter("Microsoft", LogLevel.Warning)
            .AddConfiguration(levels)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });

    public static void AddHosting(this IHostApplicationBuilder builder, DevHostOptions options)
    {
        var validation = new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true };
        builder.ConfigureContainer(new DefaultServiceProviderFactory(validation));
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = ShutdownTimeout;
            host.ServicesStopConcurrently = true;
        });
        builder.Services.AddHostedService<StartReport>();
        if (options.IsChild)
        {
            builder.Services.AddHostedService<ParentWatch>();
        }
    }

    public static void AddRuntime(this IServiceCollection services, DevHostSetup setup)
    {
        var chaos = new ChaosMonkey(setup.Options.Chaos, setup.Options.Seed ?? Random.Shared.Next());
        services.AddSingleton(setup);
        services.AddSingleton(setup.Time);
        services.AddSingleton(chaos);
        services.AddSingleton<FunctionRunner>();
        services.AddSingleton(provider => new ListenerFactory(setup, provider));
        foreach (var function in setup.Functions.Where(function => function is not HttpFunction))
        {
            services.AddSingleton(provider => provider.GetRequiredService<ListenerFactory>().Create(function));
        }

        if (setup.CatchesMail)
        {
            services.AddSingleton(provider => Catcher(setup, provider));
        }

        // Only the clients of the gateway: the host's own stand for the platform, which has faults of its own.
        if (chaos.TouchesStorage)
        {
            services.AddSingleton(new StoragePolicies { PerRetry = { new StorageChaosPolicy(chaos) } });
        }
    }

    private static SmtpCatcher Catcher(DevHostSetup setup, IServiceProvider provider)
    {
        var options = setup.Options;
        var logger = provider.GetRequiredService<ILogger<SmtpCatcher>>();
        try
        {
            return new SmtpCatcher(options.CatchMailPort!.Value, options.MailFolder, setup.Time, logger);
        }
        catch (SocketException taken)
        {
            throw new SetupException(
                $"Mail cannot be caught on port {options.CatchMailPort}: {taken.Message}. "
                    + "Name another: --catch-mail PORT."
            );
        }
    }
}
