using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Spooling;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Fetches one mail: it is stored, journalled and queued for routing, and then marked, moved or deleted in the mailbox.
/// </summary>
public sealed class MailFetcher(MailIntake intake, FetchAttempts attempts, ContentSpool spool, TimeProvider time)
{
    /// <param name="run">The run.</param>
    /// <param name="position">The position before this mail.</param>
    /// <param name="id">UID or UIDL.</param>
    /// <param name="described">The server's description of the mail, if it has given one.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    /// <exception cref="SpoolFullException">There is no room for a mail of this size now.</exception>
    internal async Task<FetchedResult> FetchAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        MailDetails? described,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var mail = described ?? await DescribeAsync(run, id, cancellationToken);
            return mail is null
                ? await SkipVanishedAsync(run, position, id, cancellationToken)
                : await FetchAsync(run, position, mail, cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            return new FetchedResult(await FailAsync(run, position, id, e, cancellationToken), Failure: e);
        }
    }

    private static async Task<MailDetails?> DescribeAsync(FetchRun run, string id, CancellationToken cancellationToken)
    {
        var described = await run.Mailbox.DescribeAsync([id], cancellationToken);
        return described is [var mail, ..] ? mail : null;
    }

    private async Task<FetchedResult> FetchAsync(
        FetchRun run,
        FolderPosition position,
        MailDetails mail,
        CancellationToken cancellationToken
    )
    {
        var verdict = FetchPlanner.Judge(position, mail, run.Server.UnseenOnly, run.Largest);
        return verdict.Action switch
        {
            MailAction.Pass => new FetchedResult(position.After(mail.Id)),
            MailAction.Refuse => new FetchedResult(
                await attempts.RefuseAsync(run, position, mail.Id, verdict.Reason!, cancellationToken)
            ),
            _ => await AcceptAsync(run, position, mail, cancellationToken),
        };
    }

    private async Task<FetchedResult> AcceptAsync(
        FetchRun run,
        FolderPosition position,
        MailDetails mail,
        CancellationToken cancellationToken
    )
    {
        using var room = await spool.AdmitAsync(mail.Size, cancellationToken);
        var content = await FetchedMail.TryReadAsync(run.Mailbox, mail.Id, run.Largest, cancellationToken);
        if (content is null)
            return await SkipVanishedAsync(run, position, mail.Id, cancellationToken);
        if (FetchPlanner.Predates(position, mail.Id, MailBytes.DeliveryOf(content)))
            return new FetchedResult(position.After(mail.Id));
        var key = position.KeyOf(run.Server.Id, mail.Id);
        var origin = FetchedMail.OriginOf(run.Server, position, mail, content, time.GetUtcNow());
        await intake.TakeInAsync(key, SpooledContent.Of(content), origin, cancellationToken);
        await run.Lease.EnsureHeldAsync(cancellationToken);
        var warning = await ApplyAsync(run, mail.Id, cancellationToken);
        var deleting = run.Server.Afterwards == AfterFetch.Delete && position.UidValidity == 0;
        return new FetchedResult(position.After(mail.Id, deleting: deleting), warning);
    }

    private static async Task<string?> ApplyAsync(FetchRun run, string id, CancellationToken cancellationToken)
    {
        try
        {
            await run.Mailbox.ApplyAsync(id, run.Server.Afterwards, run.Server.MoveTo, cancellationToken);
            return null;
        }
        catch (Exception e) when (e is CommandException or MissingFolderException)
        {
            // The mail is accepted; that it stays as it is in the mailbox is no reason to read it again.
            var reply = MailboxTroubleReader.Read(e)!.Words;
            return $"Mail was taken in, but '{run.Server.Afterwards}' afterwards failed: {reply}";
        }
    }

    /// <summary>Skips a mail that another client has deleted or moved.</summary>
    /// <exception cref="WithheldMailException">The server still lists it.</exception>
    private static async Task<FetchedResult> SkipVanishedAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (await run.Mailbox.HasAsync(id, cancellationToken))
            throw new WithheldMailException();
        return new FetchedResult(position.After(id));
    }

    private async Task<FolderPosition> FailAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        Exception failure,
        CancellationToken cancellationToken
    )
    {
        var reason = MailboxTroubleReader.Read(failure)!.Words;
        if (failure is CommandException)
            return position.After(id, FetchRetries.Uncounted(position, id, reason, time.GetUtcNow()));
        var headerReadable = MailboxTroubleReader.IsOfOneMail(failure);
        return await attempts.CountAsync(run, position, id, reason, headerReadable, cancellationToken);
    }
}
