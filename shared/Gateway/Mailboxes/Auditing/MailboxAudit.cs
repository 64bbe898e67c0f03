using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>
/// Compares a mailbox with the journal. With repair, what is missing is taken in and what stands still is handed on: under the same names, so that
/// what has come in meanwhile is not doubled.
/// </summary>
public sealed class MailboxAudit(
    GatewayConfigurationSource configuration,
    MailboxConnector connector,
    MailboxStore mailboxes,
    RawMailStore rawMail,
    JournalStore journal,
    MailboxRepair repair,
    Timings timings,
    TimeProvider time
)
{
    private const int Batch = 16;

    /// <param name="id">The incoming server.</param>
    /// <param name="limit">Most mails of a folder, the newest.</param>
    /// <param name="mends">Whether to repair.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public async Task<MailboxAuditAnswer> RunAsync(
        string id,
        int limit,
        bool mends,
        CancellationToken cancellationToken
    )
    {
        var current = await configuration.GetLatestAsync(cancellationToken);
        if (current.IncomingServers.FirstOrDefault(server => server.Id == id) is not { } server)
            return new MailboxAuditAnswer(AuditOutcome.NoServer);
        var schedule = (await mailboxes.FindScheduleAsync(id, cancellationToken))?.Value;
        if (MailboxRules.StateOf(server, schedule) == MailboxState.Draft)
            return new MailboxAuditAnswer(AuditOutcome.Draft);
        // Only the holder of the lease writes positions, and reading by POP3 may keep others out.
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
            return await RunAsync(server, current, limit, mends, either.Token);
        }
        finally
        {
            await lease.ReleaseAsync(MailboxRules.Interrupted, CancellationToken.None);
        }
    }

    private async Task<MailboxAuditAnswer> RunAsync(
        IncomingServer server,
        GatewayConfiguration current,
        int limit,
        bool mends,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        var limits = new AuditLimits(
            server.UnseenOnly,
            now.AddDays(-current.Parameters.RawDays),
            now - timings.Stalled,
            server.LargestMail ?? current.Parameters.LargestMail
        );
        try
        {
            var folders = new List<FolderAudit>();
            foreach (var folder in server.Folders)
            {
                // A connection each: a mail that cannot be read may break it.
                using var mailbox = await connector.OpenAsync(server, cancellationToken);
                folders.Add(await RunAsync(server, mailbox, folder, limit, limits, mends, cancellationToken));
            }
            return new MailboxAuditAnswer(AuditOutcome.Done, new MailboxAuditReport { Folders = folders });
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && (e is MailboxException || MailboxTroubleReader.Read(e) is not null)
            )
        {
            return new MailboxAuditAnswer(
                AuditOutcome.Failed,
                Words: e is MailboxException ? e.Message : MailboxTroubleReader.Read(e)!.Words
            );
        }
    }

    private async Task<FolderAudit> RunAsync(
        IncomingServer server,
        IMailbox mailbox,
        string folder,
        int limit,
        AuditLimits limits,
        bool mends,
        CancellationToken cancellationToken
    )
    {
        var view = await mailbox.OpenAsync(folder, cancellationToken);
        var stored = await mailboxes.FindPositionAsync(server.Id, view.Folder, cancellationToken);
        // Under another UIDVALIDITY, or before its first run, all of it is waiting.
        if (
            stored is null
            || stored.UidValidity != view.UidValidity
            || stored.Account != MailboxRules.AccountOf(server)
        )
            return new FolderAudit
            {
                Folder = view.Folder,
                Mails = view.Count,
                Waiting = view.Count,
            };
        var ids = await mailbox.ListAsync(0, cancellationToken);
        var mails = await DescribeAsync(mailbox, [.. ids.TakeLast(limit)], cancellationToken);
        var judged = new List<(MailDetails Mail, FoundMail Found, AuditVerdict Verdict)>();
        foreach (var batch in mails.Chunk(Batch))
        {
            var found = await Task.WhenAll(
                batch.Select(mail => FindAsync(stored.KeyOf(server.Id, mail.Id), cancellationToken))
            );
            foreach (var (mail, of) in batch.Zip(found))
            {
                var dated =
                    of.Id is null
                    && mail.Arrived is null
                    && stored.Has(mail.Id)
                    && !stored.Exceptions.ContainsKey(mail.Id)
                        ? await DateAsync(mailbox, mail, cancellationToken)
                        : mail;
                judged.Add((dated, of, AuditRules.Judge(dated, stored, of, limits)));
            }
        }
        var wrong = new List<(AuditFinding Finding, AuditedMail Mail)>();
        var position = stored;
        // What could not be fetched before comes last: it may break the connection.
        foreach (
            var (mail, found, verdict) in judged
                .Where(mail => mail.Verdict.Finding is AuditFinding.Missing or AuditFinding.Unprocessed)
                .OrderBy(mail => stored.Exceptions.ContainsKey(mail.Mail.Id))
        )
        {
            var audited = new AuditedMail(
                mail.Id,
                mail.Arrived,
                mail.Size,
                found.Id?.Value ?? position.Exceptions.GetValueOrDefault(mail.Id)?.Mail,
                verdict.Reason!
            );
            try
            {
                if (mends)
                    (position, audited) = await repair.MendAsync(
                        server,
                        mailbox,
                        position,
                        limits.Largest,
                        mail,
                        found,
                        audited,
                        cancellationToken
                    );
            }
            catch (Exception e)
                when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
            {
                // It could not be read still. Without a connection what is left waits for another audit.
                mends = MailboxTroubleReader.IsOfOneMail(e);
            }
            wrong.Add((verdict.Finding, audited));
        }
        if (position != stored)
            await mailboxes.SavePositionAsync(server.Id, position, cancellationToken);
        return Report(view, judged.CountBy(mail => mail.Verdict.Finding).ToDictionary(), judged.Count, wrong);
    }

    // Where the server refuses to speak of one mail, it is asked for the others without it.
    private static async Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IMailbox mailbox,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await mailbox.DescribeAsync(ids, cancellationToken);
        }
        catch (CommandException) when (ids.Count > 1)
        {
            var half = ids.Count / 2;
            return
            [
                .. await DescribeAsync(mailbox, [.. ids.Take(half)], cancellationToken),
                .. await DescribeAsync(mailbox, [.. ids.Skip(half)], cancellationToken),
            ];
        }
        catch (CommandException)
        {
            return [new MailDetails(ids[0], 0, null, Seen: false)];
        }
    }

    // POP3 does not say when a mail arrived; without that, one whose raw mail has expired would look lost.
    private static async Task<MailDetails> DateAsync(
        IMailbox mailbox,
        MailDetails mail,
        CancellationToken cancellationToken
    ) =>
        mail with
        {
            Arrived = await mailbox.ReadHeaderAsync(mail.Id, cancellationToken) is { } header
                ? MailBytes.ArrivalOf(header)
                : null,
        };

    private static FolderAudit Report(
        FolderView view,
        Dictionary<AuditFinding, int> counts,
        int looked,
        List<(AuditFinding Finding, AuditedMail Mail)> wrong
    ) =>
        new()
        {
            Folder = view.Folder,
            Mails = view.Count,
            Checked = looked,
            Accounted = counts.GetValueOrDefault(AuditFinding.Accounted),
            Waiting = counts.GetValueOrDefault(AuditFinding.Waiting),
            Passed = counts.GetValueOrDefault(AuditFinding.Passed),
            Expired = counts.GetValueOrDefault(AuditFinding.Expired),
            Missing = [.. wrong.Where(mail => mail.Finding == AuditFinding.Missing).Select(mail => mail.Mail)],
            Unprocessed = [.. wrong.Where(mail => mail.Finding == AuditFinding.Unprocessed).Select(mail => mail.Mail)],
        };

    private async Task<FoundMail> FindAsync(string key, CancellationToken cancellationToken)
    {
        var name = MailIntake.NameOf(key);
        if (await rawMail.FindReceivedAsync(name, cancellationToken) is not { } received)
            return new FoundMail(null, null);
        var id = MailId.Create(received, name);
        return new FoundMail(id, await journal.FindAsync(id, cancellationToken));
    }
}

/// <summary>What an audit was answered.</summary>
/// <param name="Outcome">Whether it was done.</param>
/// <param name="Report">What it found.</param>
/// <param name="Words">What the mailbox failed with.</param>
public sealed record MailboxAuditAnswer(AuditOutcome Outcome, MailboxAuditReport? Report = null, string? Words = null);

/// <summary>How the wish for an audit ended.</summary>
public enum AuditOutcome
{
    Done,
    NoServer,

    /// <summary>The mailbox is not confirmed: nothing of it should be here.</summary>
    Draft,

    /// <summary>It is being fetched at this moment.</summary>
    Busy,

    /// <summary>It was not reached, or did not let us in.</summary>
    Failed,
}
