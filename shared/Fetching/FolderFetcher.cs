using MailKit;
using Postern.Journal;
using Postern.Storage.Spooling;

namespace Postern.Fetching;

/// <summary>
/// Reads a folder: every mail that is new there is taken in (raw, journal, queue), then the action after the fetch is done. The position moves
/// behind it; a mail's identity is its place in the mailbox, so reading it again finds what is there.
/// </summary>
public sealed class FolderFetcher(MailboxStore mailboxes, MailIntake intake, FailedMail failed, TimeProvider time)
{
    // A position is written this often: what lies behind it is read again after a crash, and found.
    private const int SaveEvery = 20;

    internal async Task<FolderOutcome> FetchAsync(FetchRun run, string folder, CancellationToken cancellationToken)
    {
        var view = await run.Mailbox.OpenAsync(folder, cancellationToken);
        if (view.UidValidity == 0 && view.Count > FetchPlanner.MostKnown)
            throw new NotSupportedException($"The mailbox holds {view.Count} mails; by POP3 {FetchPlanner.MostKnown} can be told apart. Use IMAP, or let mail be deleted once it is taken in.");
        var stored = await mailboxes.FindPositionAsync(run.Server.Id, view.Folder, cancellationToken);
        var position = FetchPlanner.Adopt(stored, view, MailboxRules.AccountOf(run.Server), run.Import, time.GetUtcNow());
        // Where it begins must be known before anything else: mail that arrives now is new the next time.
        if (position != stored) await mailboxes.SavePositionAsync(run.Server.Id, position, cancellationToken);
        var listed = await run.Mailbox.ListAsync(position.LowWater, cancellationToken);
        if (run.Server.Afterwards == AfterFetch.Delete) await DeleteAsync(run, FetchPlanner.LeftOver(position, listed), cancellationToken);
        return await DealAsync(run, position, FetchPlanner.Next(position, listed, run.Limit), cancellationToken);
    }

    private static async Task DeleteAsync(FetchRun run, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        foreach (var id in ids)
        {
            await run.Lease.HoldAsync(cancellationToken);
            await run.Mailbox.ApplyAsync(id, AfterFetch.Delete, null, cancellationToken);
        }
    }

    private async Task<FolderOutcome> DealAsync(FetchRun run, FolderPosition position, FetchPlan plan, CancellationToken cancellationToken)
    {
        var details = (await run.Mailbox.DescribeAsync(plan.Take, cancellationToken)).ToDictionary(mail => mail.Id);
        string? warning = null;
        var done = 0;
        try
        {
            foreach (var id in plan.Take.TakeWhile(_ => time.GetUtcNow() < run.Until))
            {
                (position, var problem, var broken) = await DealAsync(run, position, id, details.GetValueOrDefault(id), cancellationToken);
                warning ??= problem;
                if (++done % SaveEvery == 0) await mailboxes.SavePositionAsync(run.Server.Id, FetchPlanner.Trim(position), cancellationToken);
                if (broken is not null) throw broken;
            }
        }
        finally
        {
            // Only the run that holds the lease writes.
            if (done % SaveEvery != 0 && !run.Lease.Lost.IsCancellationRequested) await mailboxes.SavePositionAsync(run.Server.Id, FetchPlanner.Trim(position), CancellationToken.None);
        }
        return new FolderOutcome(plan.Waiting + plan.Take.Count - done, warning);
    }

    /// <summary>Deals with one mail. The exception is one that the connection did not outlive.</summary>
    private async Task<(FolderPosition Position, string? Warning, Exception? Broken)> DealAsync(
        FetchRun run, FolderPosition position, string id, MailDetails? mail, CancellationToken cancellationToken)
    {
        // Somebody else has deleted or moved it.
        if (mail is null) return (position.After(id), null, null);
        try
        {
            var verdict = FetchPlanner.Judge(position, mail, run.Server.UnseenOnly, run.Largest);
            return verdict.Action switch
            {
                MailAction.Pass => (position.After(id), null, null),
                MailAction.Refuse => (await GiveUpAsync(run, position, id, new FetchException(verdict.Reason!, 1), readable: true, cancellationToken), null, null),
                _ => await TakeInAsync(run, position, mail, cancellationToken),
            };
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested && MailboxTrouble.Read(e) is not null)
        {
            var trouble = FetchPlanner.Trouble(position, id, MailboxTrouble.Read(e)!.Words);
            var ofThisMail = MailboxTrouble.IsOfOneMail(e);
            var after = trouble.Attempts < FetchPlanner.MostAttempts ? position.After(id, trouble) : await GiveUpAsync(run, position, id, trouble, ofThisMail, cancellationToken);
            return (after, null, ofThisMail ? null : e);
        }
    }

    private async Task<(FolderPosition Position, string? Warning, Exception? Broken)> TakeInAsync(FetchRun run, FolderPosition position, MailDetails mail, CancellationToken cancellationToken)
    {
        if (await run.Mailbox.ReadAsync(mail.Id, cancellationToken) is not { } content) return (position.After(mail.Id), null, null);
        await intake.TakeInAsync(position.KeyOf(run.Server.Id, mail.Id), SpooledContent.Of(content), OriginOf(run.Server, position, mail, content, time.GetUtcNow()), cancellationToken);
        await run.Lease.HoldAsync(cancellationToken);
        var warning = await ApplyAsync(run, mail.Id, cancellationToken);
        return (position.After(mail.Id, deleting: run.Server.Afterwards == AfterFetch.Delete && position.UidValidity == 0), warning, null);
    }

    /// <summary>How a mail of a mailbox came in.</summary>
    internal static MailOrigin OriginOf(IncomingServer server, FolderPosition position, MailDetails mail, BinaryData content, DateTimeOffset now) => new(SourceOf(server, position))
    {
        FallbackModel = server.FallbackModel,
        KeepAttachments = server.KeepAttachments,
        KeepOriginal = server.KeepOriginal,
        Silent = FetchPlanner.IsSilent(position, mail.Id, mail.Arrived ?? MailBytes.ArrivalOf(content), now),
    };

    private static async Task<string?> ApplyAsync(FetchRun run, string id, CancellationToken cancellationToken)
    {
        try
        {
            await run.Mailbox.ApplyAsync(id, run.Server.Afterwards, run.Server.MoveTo, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is CommandException or FolderNotFoundException)
        {
            // The mail is in; that it stays as it is in the mailbox is no reason to read it again.
            return $"Mail was taken in, but '{run.Server.Afterwards}' afterwards failed: {MailboxTrouble.Read(e)!.Words}";
        }
    }

    private async Task<FolderPosition> GiveUpAsync(FetchRun run, FolderPosition position, string id, FetchException trouble, bool readable, CancellationToken cancellationToken)
    {
        var header = readable ? await TryReadHeaderAsync(run, id, cancellationToken) : null;
        var mail = await failed.EnterAsync(position.KeyOf(run.Server.Id, id), SourceOf(run.Server, position), header, trouble.Reason, cancellationToken);
        return position.After(id, trouble with { Mail = mail.Value });
    }

    private static async Task<BinaryData?> TryReadHeaderAsync(FetchRun run, string id, CancellationToken cancellationToken)
    {
        try
        {
            return await run.Mailbox.ReadHeaderAsync(id, cancellationToken);
        }
        catch (CommandException)
        {
            // A server that refuses the mail may refuse its header too.
            return null;
        }
    }

    private static string SourceOf(IncomingServer server, FolderPosition position) => $"mailbox:{server.Id}/{position.Folder}";
}
