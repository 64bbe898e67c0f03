using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Reads a folder: every mail that is new there is taken in (raw, journal, queue), then the action after the fetch is done. The position moves
/// behind it; a mail's identity is its place in the mailbox, so reading it again finds what is there.
/// </summary>
public sealed class FolderFetcher(
    MailboxStore mailboxes,
    MailIntake intake,
    FailedMail failed,
    ContentSpool spool,
    TimeProvider time
)
{
    // A position is written this often: what lies behind it is read again after a crash, and found.
    private const int SaveEvery = 20;

    internal async Task<FolderOutcome> FetchAsync(FetchRun run, string folder, CancellationToken cancellationToken)
    {
        var view = await run.Mailbox.OpenAsync(folder, cancellationToken);
        if (view.UidValidity == 0 && view.Count > FetchPlanner.MostKnown)
            throw new NotSupportedException(
                $"The mailbox holds {view.Count} mails; by POP3 {FetchPlanner.MostKnown} can be told apart. Use IMAP, or let mail be deleted once it is taken in."
            );
        var stored = await mailboxes.FindPositionAsync(run.Server.Id, view.Folder, cancellationToken);
        var position = FetchPlanner.Adopt(
            stored,
            view,
            MailboxRules.AccountOf(run.Server),
            run.Import,
            time.GetUtcNow()
        );
        // Only while it is asked for: what was taken in before need not be deleted now.
        if (run.Server.Afterwards != AfterFetch.Delete && position.Deleting.Count > 0)
            position = position with { Deleting = [] };
        // Where it begins must be known before anything else: mail that arrives now is new the next time.
        if (position != stored)
            await mailboxes.SavePositionAsync(run.Server.Id, position, cancellationToken);
        var listed = await run.Mailbox.ListAsync(position.LowWater, cancellationToken);
        return await DealAsync(run, position, FetchPlanner.Next(position, listed, run.Limit), cancellationToken);
    }

    private async Task<FolderOutcome> DealAsync(
        FetchRun run,
        FolderPosition position,
        FetchPlan plan,
        CancellationToken cancellationToken
    )
    {
        var details = await DescribeAsync(run, plan.Take, cancellationToken);
        string? warning = null;
        var (done, worked) = (0, false);
        var refused = new List<string>();
        var before = position;
        try
        {
            foreach (var id in plan.Take.TakeWhile(_ => time.GetUtcNow() < run.Until))
            {
                var again = position.Exceptions.ContainsKey(id);
                (position, var problem, var trouble) = await DealAsync(
                    run,
                    position,
                    id,
                    details.GetValueOrDefault(id),
                    cancellationToken
                );
                (warning, done, worked) = (warning ?? problem, done + 1, worked || trouble is null);
                if (trouble is CommandException && FetchPlanner.IsRefusedForLong(position, id, time.GetUtcNow()))
                    position = await CountAsync(run, position, [id], cancellationToken);
                else if (trouble is CommandException)
                    refused.Add(id);
                else if (trouble is null)
                    position = await CountAsync(run, position, refused, cancellationToken);
                if (done % SaveEvery == 0)
                    await mailboxes.SavePositionAsync(run.Server.Id, FetchPlanner.Trim(position), cancellationToken);
                if (FetchPlanner.RefusesAll(refused.Count, again, worked))
                {
                    if (!worked)
                        position = FetchPlanner.AfterRefusal(before, position);
                    throw RefusesAll(trouble!);
                }
                if (trouble is not null && !MailboxTroubleReader.IsOfOneMail(trouble))
                    throw trouble;
            }
            position = await CountAsync(run, position, refused, cancellationToken);
        }
        catch (SpoolFullException)
        {
            // Other large mail is worked on; what is left comes with the next run.
        }
        finally
        {
            // Only the run that holds the lease writes.
            if (done > 0 && !run.Lease.Lost.IsCancellationRequested)
                await mailboxes.SavePositionAsync(run.Server.Id, FetchPlanner.Trim(position), CancellationToken.None);
        }
        return new FolderOutcome(plan.Waiting + plan.Take.Skip(done).Count(id => !position.Has(id)), warning);
    }

    private static async Task<Dictionary<string, MailDetails>> DescribeAsync(
        FetchRun run,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return (await run.Mailbox.DescribeAsync(ids, cancellationToken)).ToDictionary(mail => mail.Id);
        }
        catch (CommandException)
        {
            // One mail may be the reason: each is asked for by itself.
            return [];
        }
    }

    /// <summary>Deals with one mail. The exception is what kept it from coming in; where the server has refused it, that is not counted yet.</summary>
    private async Task<(FolderPosition Position, string? Warning, Exception? Trouble)> DealAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        MailDetails? described,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (
                (
                    described
                    ?? (await run.Mailbox.DescribeAsync([id], cancellationToken) is [var alone, ..] ? alone : null)
                )
                is not { } mail
            )
                return (await PassGoneAsync(run, position, id, cancellationToken), null, null);
            var verdict = FetchPlanner.Judge(position, mail, run.Server.UnseenOnly, run.Largest);
            return verdict.Action switch
            {
                MailAction.Pass => (position.After(id), null, null),
                MailAction.Refuse => (
                    await GiveUpAsync(
                        run,
                        position,
                        id,
                        new FetchException(verdict.Reason!, 1),
                        readable: true,
                        cancellationToken
                    ),
                    null,
                    null
                ),
                _ => await TakeInAsync(run, position, mail, cancellationToken),
            };
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            var words = MailboxTroubleReader.Read(e)!.Words;
            var after =
                e is CommandException
                    ? position.After(id, FetchPlanner.Uncounted(position, id, words, time.GetUtcNow()))
                    : await CountAsync(
                        run,
                        position,
                        id,
                        words,
                        MailboxTroubleReader.IsOfOneMail(e),
                        cancellationToken
                    );
            return (after, null, e);
        }
    }

    /// <summary>Counts refusals that turned out to be of these mails only: others came in.</summary>
    private async Task<FolderPosition> CountAsync(
        FetchRun run,
        FolderPosition position,
        List<string> refused,
        CancellationToken cancellationToken
    )
    {
        foreach (var id in refused)
            position = await CountAsync(
                run,
                position,
                id,
                position.Exceptions[id].Reason,
                readable: true,
                cancellationToken
            );
        refused.Clear();
        return position;
    }

    private async Task<FolderPosition> CountAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        string reason,
        bool readable,
        CancellationToken cancellationToken
    )
    {
        var trouble = FetchPlanner.Trouble(position, id, reason, time.GetUtcNow());
        return trouble.Attempts < FetchPlanner.MostAttempts
            ? position.After(id, trouble)
            : await GiveUpAsync(run, position, id, trouble, readable, cancellationToken);
    }

    private static MailboxException RefusesAll(Exception last) =>
        new(
            new MailboxTrouble(
                MailboxFailure.Refused,
                $"The server refuses mail after mail: {MailboxTroubleReader.Read(last)!.Words}"
            ),
            last
        );

    private async Task<(FolderPosition Position, string? Warning, Exception? Trouble)> TakeInAsync(
        FetchRun run,
        FolderPosition position,
        MailDetails mail,
        CancellationToken cancellationToken
    )
    {
        using var room = await spool.AdmitAsync(mail.Size, cancellationToken);
        // Some servers give out nothing of a mail that another client has deleted (RFC 2180 §4.1).
        if (
            await run.Mailbox.ReadAsync(mail.Id, MostOf(run.Largest), cancellationToken) is not { } content
            || content.ToMemory().IsEmpty
        )
            return (await PassGoneAsync(run, position, mail.Id, cancellationToken), null, null);
        if (FetchPlanner.Predates(position, mail.Id, MailBytes.DeliveryOf(content)))
            return (position.After(mail.Id), null, null);
        await intake.TakeInAsync(
            position.KeyOf(run.Server.Id, mail.Id),
            SpooledContent.Of(content),
            OriginOf(run.Server, position, mail, content, time.GetUtcNow()),
            cancellationToken
        );
        await run.Lease.HoldAsync(cancellationToken);
        var warning = await ApplyAsync(run, mail.Id, cancellationToken);
        return (
            position.After(mail.Id, deleting: run.Server.Afterwards == AfterFetch.Delete && position.UidValidity == 0),
            warning,
            null
        );
    }

    /// <summary>Passes by a mail that somebody else has deleted or moved.</summary>
    /// <exception cref="WithheldMailException">It is there still.</exception>
    private static async Task<FolderPosition> PassGoneAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        CancellationToken cancellationToken
    ) => await run.Mailbox.HasAsync(id, cancellationToken) ? throw new WithheldMailException() : position.After(id);

    /// <summary>Most bytes that are read of a mail: the sizes that some servers tell are estimates.</summary>
    internal static long MostOf(long largest) => 2 * Math.Min(largest, int.MaxValue);

    /// <summary>How a mail of a mailbox came in.</summary>
    internal static MailOrigin OriginOf(
        IncomingServer server,
        FolderPosition position,
        MailDetails mail,
        BinaryData content,
        DateTimeOffset now
    ) =>
        new(SourceOf(server, position))
        {
            FallbackModel = server.FallbackModel,
            KeepAttachments = server.KeepAttachments,
            KeepOriginal = server.KeepOriginal,
            // After a move of the mailbox the server may take its day for the day that a mail arrived.
            Silent = FetchPlanner.IsSilent(
                position,
                mail.Id,
                new[] { mail.Arrived, MailBytes.ArrivalOf(content) }.Min(),
                now
            ),
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
            return $"Mail was taken in, but '{run.Server.Afterwards}' afterwards failed: {MailboxTroubleReader.Read(e)!.Words}";
        }
    }

    private async Task<FolderPosition> GiveUpAsync(
        FetchRun run,
        FolderPosition position,
        string id,
        FetchException trouble,
        bool readable,
        CancellationToken cancellationToken
    )
    {
        var header = readable ? await TryReadHeaderAsync(run, id, cancellationToken) : null;
        var mail = await failed.EnterAsync(
            position.KeyOf(run.Server.Id, id),
            SourceOf(run.Server, position),
            header,
            trouble.Reason,
            cancellationToken
        );
        return position.After(id, trouble with { Mail = mail.Value });
    }

    private static async Task<BinaryData?> TryReadHeaderAsync(
        FetchRun run,
        string id,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await run.Mailbox.ReadHeaderAsync(id, cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            // A server that refuses the mail may refuse its header too, or break the connection; the mail is given up all the same.
            return null;
        }
    }

    private static string SourceOf(IncomingServer server, FolderPosition position) =>
        $"mailbox:{server.Id}/{position.Folder}";
}
