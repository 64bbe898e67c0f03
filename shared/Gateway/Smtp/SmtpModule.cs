using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Smtp;

/// <summary>Connections to outgoing servers, and what is sent over them.</summary>
internal static class SmtpModule
{
    public static IServiceCollection AddSmtp(this IServiceCollection services)
    {
        services.AddSingleton<OutgoingLogin>();
        services.AddSingleton<ServerDelivery>();
        services.AddSingleton<SmtpConnections>();
        services.AddSingleton<SmtpConnector>();
        services.AddSingleton<SmtpSender>();
        return services;
    }
}
