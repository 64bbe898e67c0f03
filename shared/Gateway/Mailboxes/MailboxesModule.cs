using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Mailboxes;

/// <summary>Fetching mail from IMAP and POP3 mailboxes.</summary>
internal static class MailboxesModule
{
    public static IServiceCollection AddMailboxes(this IServiceCollection services)
    {
        services.AddSingleton<FetchAttempts>();
        services.AddSingleton<FetchRunner>();
        services.AddSingleton<FetchScheduler>();
        services.AddSingleton<FolderFetcher>();
        services.AddSingleton<IncomingLogin>();
        services.AddSingleton<MailFetcher>();
        services.AddSingleton<MailboxConnector>();
        services.AddSingleton<MailboxFetcher>();
        services.AddSingleton<MailboxHealthReader>();
        return services;
    }
}
