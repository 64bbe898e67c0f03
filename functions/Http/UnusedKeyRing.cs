using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Postern.Functions.Http;

/// <summary>Keeps ASP.NET Core from making keys for cookies and forms, which the gateway has none of.</summary>
internal static class UnusedKeyRing
{
    /// <summary>
    /// Nothing is loaded at the start. Otherwise each new instance would write a key that nothing protects into its own
    /// home folder, and warn of it, which is a record of telemetry.
    /// </summary>
    public static void RemoveUnusedKeyRing(this IServiceCollection services)
    {
        var loaders = services.Where(service =>
            service.ServiceType == typeof(IHostedService)
            && service.ImplementationType?.Assembly.GetName().Name == "Microsoft.AspNetCore.DataProtection"
        );
        foreach (var loader in loaders.ToList())
            services.Remove(loader);
    }
}
