using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;
using Postern.Gateway;

namespace Postern.DevHost.Setup;

/// <summary>
/// What one process of the host needs. The settings are those of the app, which the functions get as their
/// configuration.
/// </summary>
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

    /// <summary>Whether there are HTTP functions, or caught mail to show.</summary>
    public bool NeedsHttp => Functions.OfType<HttpFunction>().Any() || CatchesMail;

    public bool CatchesMail => Options is { CatchMailPort: not null, Part: not Part.Listeners };

    /// <exception cref="SetupException">A function is not supported, or a setting is wrong.</exception>
    public static DevHostSetup Read(DevHostOptions options)
    {
        var settings = LocalSettings.Read(Path.Combine(AppContext.BaseDirectory, "local.settings.json"));
        var host = HostSettings.Read(Path.Combine(AppContext.BaseDirectory, "host.json"), settings);
        var functions = FunctionCatalog.Read(
            FunctionAssembly.Types(options.Assembly),
            name => settings[name],
            options.Functions
        );
        var selected = functions.Where(function => IsIn(options.Part, function));
        return new DevHostSetup(options, host, settings, [.. selected]);
    }

    private static bool IsIn(Part part, TriggeredFunction function) =>
        part switch
        {
            Part.Http => function is HttpFunction,
            Part.Listeners => function is not HttpFunction,
            _ => true,
        };
}
