using Microsoft.Extensions.Configuration;

namespace Postern.DevHost.Configuration;

/// <summary>The settings of host.json that this host supports.</summary>
internal sealed record HostSettings(QueueSettings Queues, string RoutePrefix, IConfiguration Logging)
{
    /// <summary>
    /// Reads host.json. A setting such as <c>AzureFunctionsJobHost__extensions__queues__batchSize</c> overrides it, as
    /// on the platform.
    /// </summary>
    /// <exception cref="SetupException">The file is missing, or a value in it is wrong.</exception>
    public static HostSettings Read(string path, IConfiguration settings)
    {
        if (!File.Exists(path))
        {
            throw new SetupException($"There is no {path}; host.json belongs beside the executable.");
        }

        var json = new ConfigurationBuilder()
            .AddJsonFile(Path.GetFullPath(path))
            .AddInMemoryCollection(settings.GetSection("AzureFunctionsJobHost").AsEnumerable(makePathsRelative: true))
            .Build();
        return new HostSettings(
            QueueSettings.Read(json.GetSection("extensions:queues")),
            json["extensions:http:routePrefix"] ?? "api",
            json.GetSection("logging")
        );
    }
}
