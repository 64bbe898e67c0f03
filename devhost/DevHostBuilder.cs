using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Http;
using Postern.DevHost.Instances;
using Postern.DevHost.Smtp;
using Postern.Gateway.Storage;

namespace Postern.DevHost;

/// <summary>Composes one process of the host.</summary>
internal static class DevHostBuilder
{
    private const string EnvironmentSetting = "AZURE_FUNCTIONS_ENVIRONMENT";

    // What the platform takes as the body of a request.
    private const long LargestRequest = 100 * 1024 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <exception cref="SetupException">A function needs a setting that is missing, or a port is taken.</exception>
    public static IHost Build(DevHostSetup setup)
    {
        IHost host = setup.NeedsHttp ? BuildWeb(setup) : BuildPlain(setup);
        // A setting that a listener lacks is told here, not by the host amid its start.
        _ = host.Services.GetServices<IHostedService>().ToList();
        return host;
    }

    private static IHost BuildPlain(DevHostSetup setup)
    {
        var builder = Host.CreateEmptyApplicationBuilder(
            new HostApplicationBuilderSettings { EnvironmentName = EnvironmentName(setup) }
        );
        Compose(builder, setup);
        return builder.Build();
    }

    private static WebApplication BuildWeb(DevHostSetup setup)
    {
        var builder = WebApplication.CreateEmptyBuilder(
            new WebApplicationOptions { EnvironmentName = EnvironmentName(setup) }
        );
        Compose(builder, setup);
        builder.Services.AddMvcCore();
        builder.Services.AddSingleton(new FunctionKeys(setup.Settings.GetSection("DevHost:Keys")));
        builder.Services.AddSingleton<HttpFunctionHandler>();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestRequest;
                kestrel.Listen(IPAddress.Loopback, setup.Options.Port);
            });
        var app = builder.Build();
        app.UseRouting();
        app.UseNotFoundForOtherMethods();
        app.MapFunctions(setup.Functions.OfType<HttpFunction>(), setup.Host.RoutePrefix);
        if (setup.CatchesMail)
        {
            app.MapMails(app.Services.GetRequiredService<SmtpCatcher>());
        }

        return app;
    }

    private static string EnvironmentName(DevHostSetup setup) =>
        setup.Settings[EnvironmentSetting] ?? Environments.Development;

    private static void Compose(IHostApplicationBuilder builder, DevHostSetup setup)
    {
        builder.Configuration.AddConfiguration(setup.Settings);
        AddLogging(builder.Logging, setup.Host.Logging);
        AddHosting(builder, setup.Options);
        var chaos = new ChaosMonkey(setup.Options.Chaos, setup.Options.Seed ?? Random.Shared.Next());
        // What the gateway starts itself, such as the making of tables, comes before what listens.
        setup.AddServices(builder.Services, builder.Configuration, builder.Environment);
        AddRuntime(builder.Services, setup, chaos);
    }

    private static void AddLogging(ILoggingBuilder logging, IConfiguration levels) =>
        logging
            .AddFilter("Microsoft", LogLevel.Warning)
            .AddConfiguration(levels)
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.TimestampFormat = "HH:mm:ss ";
            });

    private static void AddHosting(IHostApplicationBuilder builder, DevHostOptions options)
    {
        builder.ConfigureContainer(
            new DefaultServiceProviderFactory(
                new ServiceProviderOptions { ValidateOnBuild = true, ValidateScopes = true }
            )
        );
        builder.Services.Configure<HostOptions>(host =>
        {
            host.ShutdownTimeout = Patience;
            host.ServicesStopConcurrently = true;
        });
        builder.Services.AddHostedService<StartReport>();
        if (options.IsChild)
        {
            builder.Services.AddHostedService<ParentWatch>();
        }
    }

    private static void AddRuntime(IServiceCollection services, DevHostSetup setup, ChaosMonkey chaos)
    {
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
            services.AddSingleton(provider =>
                Catcher(setup.Options, setup.Time, provider.GetRequiredService<ILogger<SmtpCatcher>>())
            );
        }

        // The host's own clients stay as they are: it stands for the platform, whose faults have their own names.
        if (chaos.TouchesStorage)
        {
            services.AddSingleton(new StoragePolicies { PerRetry = { new StorageChaosPolicy(chaos) } });
        }
    }

    private static SmtpCatcher Catcher(DevHostOptions options, TimeProvider time, ILogger<SmtpCatcher> logger)
    {
        try
        {
            return new SmtpCatcher(options.CatchMailPort!.Value, options.MailFolder, time, logger);
        }
        catch (System.Net.Sockets.SocketException taken)
        {
            throw new SetupException(
                $"Mail cannot be caught on port {options.CatchMailPort}: {taken.Message}. Name another: --catch-mail PORT."
            );
        }
    }
}
