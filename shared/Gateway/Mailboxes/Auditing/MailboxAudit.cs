using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>Compares a mailbox with the journal and, on request, repairs the differences.</summary>
public sealed class MailboxAudit(
    GatewayConfigurationSource configuration,
    MailboxConnector connector,
    MailboxStore mailboxes,
    FolderAuditor auditor,
    Timings timings,
    TimeProvider time
)
{
    /// <param name="id">The incoming server.</param>
    /// <param name="limit">Most mails of a folder, the newest.</param>
    /// <param name="repair">Whether to repair.</param>
    /// <param name="cancellationToken">Ends the audit.</param>
    public async Task<MailboxAuditAnswer> RunAsync(
        string id,
        int limit,
        bool repair,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (current.IncomingServers.FirstOrDefault(server => server.Id == id) is not { } server)
            return new MailboxAuditAnswer(AuditOutcome.NoServer);
        var schedule = (await mailboxes.FindScheduleAsync(id, cancellationToken))?.Value;
        if (MailboxRules.StateOf(server, schedule) == MailboxState.Draft)
            return new MailboxAuditAnswer(AuditOutcome.Draft);
        // Only the holder of the lease may write positions, and a POP3 session may lock the mailbox.
        await using var lease = await MailboxLease.TryTakeAsync(
            mailboxes,
            id,
            _ => true,
            timings.MailboxLease,
            time,
            cancellationToken
        );
        if (lease is null)
            return new MailboxAuditAnswer(AuditOutcome.Busy);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        try
        {
            var scope = new AuditScope(limit, repair, LimitsOf(server, current.Parameters));
            return await RunAsync(server, scope, either.Token);
        }
        finally
        {
            await lease.ReleaseAsync(MailboxRules.Interrupted, CancellationToken.None);
        }
    }

    private AuditLimits LimitsOf(IncomingServer server, GatewayParameters parameters)
    {
        var now = time.GetUtcNow();
        return new AuditLimits(
            server.UnseenOnly,
            RawSince: now.AddDays(-parameters.RawDays),
            StalledSince: now - timings.Stalled,
            server.LargestMail ?? parameters.LargestMail
        );
    }

    private async Task<MailboxAuditAnswer> RunAsync(
        IncomingServer server,
        AuditScope scope,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var folders = new List<FolderAudit>();
            foreach (var folder in server.Folders)
            {
                // One connection for each: a mail that cannot be read may break it.
                using var mailbox = await connector.OpenAsync(server, cancellationToken);
                var run = new AuditRun(server, mailbox, scope);
                folders.Add(await auditor.AuditAsync(run, folder, cancellationToken));
            }
            return new MailboxAuditAnswer(AuditOutcome.Done, new MailboxAuditReport { Folders = folders });
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            return new MailboxAuditAnswer(AuditOutcome.Failed, Words: MailboxTroubleReader.Read(e)!.Words);
        }
    }
}
