using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Domains;

/// <summary>The DNS of the domains that mail comes from and is sent from.</summary>
internal static class DomainsModule
{
    public static IServiceCollection AddDomains(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSingleton(new DnsResolver(configuration));
        services.AddSingleton<DnsCache>();
        services.AddSingleton<DomainCheck>();
        return services;
    }
}
