using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.Gateway;

namespace Postern.DevHost;

/// <summary>Everything that one process of the host is made of. The settings are the app's, which the functions see as their configuration.</summary>
internal sealed record DevHostSetup(
    DevHostOptions Options,
    HostSettings Host,
    IConfiguration Settings,
    IReadOnlyList<TriggeredFunction> Functions
)
{
    /// <summary>Adds the services that the functions need.</summary>
    public Action<IServiceCollection, IConfiguration, IHostEnvironment> AddServices { get; init; } =
        static (services, configuration, environment) => services.AddPostern(configuration, environment);

    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>HTTP functions, or caught mail to show.</summary>
    public bool NeedsHttp => Functions.OfType<HttpFunction>().Any() || CatchesMail;

    public bool CatchesMail => Options is { CatchMailPort: not null, Part: not Part.Listeners };

    /// <exception cref="SetupException">A function or a setting cannot be taken.</exception>
    public static DevHostSetup Read(DevHostOptions options)
    {
        var settings = LocalSettings.Read(Path.Combine(AppContext.BaseDirectory, "local.settings.json"));
        var host = HostSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json"), settings);
        var functions = FunctionCatalog.Read(
            FunctionAssembly.Types(options.Assembly),
            name => settings[name],
            options.Functions
        );
        return new DevHostSetup(
            options,
            host,
            settings,
            [.. functions.Where(function => IsIn(options.Part, function))]
        );
    }

    private static bool IsIn(Part part, TriggeredFunction function) =>
        part switch
        {
            Part.Http => function is HttpFunction,
            Part.Listeners => function is not HttpFunction,
            _ => true,
        };
}
