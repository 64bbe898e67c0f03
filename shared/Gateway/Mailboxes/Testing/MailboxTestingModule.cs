using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Mailboxes.Testing;

/// <summary>Test and confirmation of mailboxes.</summary>
internal static class MailboxTestingModule
{
    public static IServiceCollection AddMailboxTesting(this IServiceCollection services)
    {
        services.AddSingleton<MailboxProbe>();
        services.AddSingleton<MailboxTest>();
        return services;
    }
}
