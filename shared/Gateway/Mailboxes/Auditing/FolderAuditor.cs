using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>Audits one folder. The caller holds the lease of the mailbox.</summary>
public sealed class FolderAuditor(MailboxStore mailboxes, MailComparison comparison, MailboxRepair repair)
{
    internal async Task<FolderAudit> AuditAsync(AuditRun run, string folder, CancellationToken cancellationToken)
    {
        var view = await run.Mailbox.OpenAsync(folder, cancellationToken);
        var position = await mailboxes.FindPositionAsync(run.Server.Id, view.Folder, cancellationToken);
        if (position is null || !IsOf(position, view, run.Server))
            return NotFetchedYet(view);
        var judged = await comparison.JudgeAsync(run, position, cancellationToken);
        var wrong = await RepairAsync(run, position, judged, cancellationToken);
        return Report(view, judged, wrong);
    }

    private static bool IsOf(FolderPosition position, FolderView view, IncomingServer server) =>
        position.UidValidity == view.UidValidity && position.Account == MailboxRules.AccountOf(server);

    // Before the first run, and under a new UIDVALIDITY, all mail still waits to be fetched.
    private static FolderAudit NotFetchedYet(FolderView view) =>
        new()
        {
            Folder = view.Folder,
            Mails = view.Count,
            Waiting = view.Count,
            SharedUidls = view.SharedUidls,
        };

    /// <summary>Reports the mails with a wrong state, repaired if that is wanted and possible.</summary>
    private async Task<List<WrongMail>> RepairAsync(
        AuditRun run,
        FolderPosition stored,
        List<JudgedMail> judged,
        CancellationToken cancellationToken
    )
    {
        var wrong = new List<WrongMail>();
        var (position, repairing) = (stored, run.Scope.Repair);
        foreach (var mail in InOrderOfRepair(judged, stored))
        {
            var audited = Describe(mail, position);
            try
            {
                if (repairing)
                    (position, audited) = await repair.RepairAsync(run, position, mail, audited, cancellationToken);
            }
            catch (Exception e)
                when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
            {
                // The mail still cannot be read. Without a connection the remaining ones wait for another audit.
                repairing = MailboxTroubleReader.IsOfOneMail(e);
            }
            wrong.Add(new WrongMail(mail.Verdict.Finding, audited));
        }
        if (position != stored)
            await mailboxes.SavePositionAsync(run.Server.Id, position, cancellationToken);
        return wrong;
    }

    // Mail that could not be fetched before comes last: it may break the connection.
    private static IEnumerable<JudgedMail> InOrderOfRepair(List<JudgedMail> judged, FolderPosition position) =>
        judged
            .Where(mail => mail.Verdict.Finding is AuditFinding.Missing or AuditFinding.Unprocessed)
            .OrderBy(mail => position.Exceptions.ContainsKey(mail.Mail.Id));

    private static AuditedMail Describe(JudgedMail judged, FolderPosition position)
    {
        var mail = judged.Mail;
        var id = judged.Found.Id?.Value ?? position.Exceptions.GetValueOrDefault(mail.Id)?.Mail;
        return new AuditedMail(SharedUidl.Of(mail.Id).Uidl, mail.Arrived, mail.Size, id, judged.Verdict.Reason!);
    }

    private static FolderAudit Report(FolderView view, List<JudgedMail> judged, List<WrongMail> wrong)
    {
        var counts = judged.CountBy(mail => mail.Verdict.Finding).ToDictionary();
        var byFinding = wrong.ToLookup(mail => mail.Finding, mail => mail.Mail);
        return new FolderAudit
        {
            Folder = view.Folder,
            Mails = view.Count,
            Checked = judged.Count,
            Accounted = counts.GetValueOrDefault(AuditFinding.Accounted),
            Waiting = counts.GetValueOrDefault(AuditFinding.Waiting),
            Passed = counts.GetValueOrDefault(AuditFinding.Passed),
            Expired = counts.GetValueOrDefault(AuditFinding.Expired),
            SharedUidls = view.SharedUidls,
            Missing = [.. byFinding[AuditFinding.Missing]],
            Unprocessed = [.. byFinding[AuditFinding.Unprocessed]],
        };
    }

    private sealed record WrongMail(AuditFinding Finding, AuditedMail Mail);
}
