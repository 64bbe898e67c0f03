using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.DevHost.Http;
using Postern.DevHost.Setup;
using Postern.DevHost.Smtp;
using Postern.Functions.Http;

namespace Postern.DevHost;

/// <summary>Composes one process of the host.</summary>
internal static class DevHostBuilder
{
    private const string EnvironmentSetting = "AZURE_FUNCTIONS_ENVIRONMENT";

    // The platform's limit for the body of a request.
    private const long LargestRequest = 100 * 1024 * 1024;

    /// <exception cref="SetupException">A setting that a function needs is missing, or a port is in use.</exception>
    public static IHost Build(DevHostSetup setup)
    {
        IHost host = setup.NeedsHttp ? BuildWeb(setup) : BuildPlain(setup);
        // Created now, so that a missing setting is reported before the host starts.
        _ = host.Services.GetServices<IHostedService>().ToList();
        return host;
    }

    private static IHost BuildPlain(DevHostSetup setup)
    {
        var environment = new HostApplicationBuilderSettings { EnvironmentName = EnvironmentName(setup) };
        var builder = Host.CreateEmptyApplicationBuilder(environment);
        Compose(builder, setup);
        return builder.Build();
    }

    private static WebApplication BuildWeb(DevHostSetup setup)
    {
        var environment = new WebApplicationOptions { EnvironmentName = EnvironmentName(setup) };
        var builder = WebApplication.CreateEmptyBuilder(environment);
        Compose(builder, setup);
        builder.Services.AddMvcCore();
        builder.Services.AddSingleton<AccessGuard>();
        builder.Services.AddSingleton<MasterKey>();
        builder.Services.AddSingleton<HttpFunctionHandler>();
        builder.Services.AddSingleton<IStartupFilter, NoStore>();
        builder
            .WebHost.UseKestrelCore()
            .ConfigureKestrel(kestrel =>
            {
                kestrel.AddServerHeader = false;
                kestrel.Limits.MaxRequestBodySize = LargestRequest;
                kestrel.Listen(setup.Options.Listen, setup.Options.Port);
            });
        var app = builder.Build();
        app.UseRouting();
        app.UseNotFoundForOtherMethods();
        app.UseNotFoundForSlashesEncodedTwice();
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
        builder.AddLogging(setup.Host.Logging);
        builder.AddHosting(setup.Options);
        // Before the listeners: hosted services of the gateway, such as the creation of tables, must start first.
        setup.AddServices(builder.Services, builder.Configuration, builder.Environment);
        builder.Services.AddRuntime(setup);
    }
}
