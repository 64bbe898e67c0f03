using Microsoft.Extensions.DependencyInjection;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>Comparison of a mailbox with the journal.</summary>
internal static class AuditingModule
{
    public static IServiceCollection AddAuditing(this IServiceCollection services)
    {
        services.AddSingleton<FolderAuditor>();
        services.AddSingleton<MailComparison>();
        services.AddSingleton<MailboxAudit>();
        services.AddSingleton<MailboxRepair>();
        return services;
    }
}
