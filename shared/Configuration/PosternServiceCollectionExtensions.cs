using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Postern;

/// <summary>The composition root: the only place that knows every type of the gateway.</summary>
public static class PosternServiceCollectionExtensions
{
    /// <summary>Adds the gateway. Reads the settings that <c>local.settings.sample.json</c> lists.</summary>
    public static IServiceCollection AddPostern(this IServiceCollection services, IConfiguration configuration, IHostEnvironment environment)
    {
        return services;
    }
}
