using MailKit;
using Postern.Contracts.Http;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;
using Postern.Gateway.Spooling;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Fetches the new mail of one folder. The stored position follows behind the fetched mails; a mail's identity is its
/// place in the mailbox, so that a mail which is read again after a crash is recognised.
/// </summary>
public sealed class FolderFetcher(
    MailboxStore mailboxes,
    MailFetcher mails,
    FetchAttempts attempts,
    DrainSwitch drain,
    TimeProvider time
)
{
    // After a crash at most so many mails are read again.
    private const int SaveEvery = 20;

    /// <exception cref="UnusableMailboxException">The mails of the folder cannot be told apart.</exception>
    /// <exception cref="MailboxException">The server refuses every mail.</exception>
    internal async Task<FolderOutcome> FetchAsync(FetchRun run, string folder, CancellationToken cancellationToken)
    {
        var view = await run.Mailbox.OpenAsync(folder, cancellationToken);
        var position = await AdoptPositionAsync(run, view, cancellationToken);
        var listed = await run.Mailbox.ListAsync(position.LowWater, cancellationToken);
        var plan = FetchPlanner.Next(position, listed, run.Limit);
        return await FetchAsync(run, position, plan, cancellationToken);
    }

    private async Task<FolderPosition> AdoptPositionAsync(
        FetchRun run,
        FolderView view,
        CancellationToken cancellationToken
    )
    {
        var account = MailboxRules.AccountOf(run.Server);
        var stored = await mailboxes.FindPositionAsync(run.Server.Id, view.Folder, cancellationToken);
        var position = FolderPositions.Adopt(stored, view, account, run.Import, time.GetUtcNow());
        // The record may have been changed: mail that was accepted under the old one need not be deleted any more.
        if (run.Server.Afterwards != AfterFetch.Delete && position.Deleting.Count > 0)
            position = position with { Deleting = [] };
        // Saved before anything is listed: mail that arrives from now on counts as new in the next run.
        if (position != stored)
            await mailboxes.SavePositionAsync(run.Server.Id, position, cancellationToken);
        return position;
    }

    private async Task<FolderOutcome> FetchAsync(
        FetchRun run,
        FolderPosition position,
        FetchPlan plan,
        CancellationToken cancellationToken
    )
    {
        var details = await DescribeAsync(run, plan.Take, cancellationToken);
        var progress = new FolderProgress(position);
        try
        {
            foreach (var id in plan.Take)
            {
                if (time.GetUtcNow() >= run.Until || await drain.IsOnAsync(cancellationToken))
                    break;
                await FetchNextAsync(run, progress, id, details.GetValueOrDefault(id), cancellationToken);
            }
            await CountRefusedAsync(run, progress, cancellationToken);
        }
        catch (SpoolFullException)
        {
            // Other large mail is being processed; the next run fetches what is left.
        }
        finally
        {
            // Only the run that holds the lease may write.
            if (progress.Done > 0 && !run.Lease.Lost.IsCancellationRequested)
                await SaveAsync(run, progress, CancellationToken.None);
        }
        var left = plan.Take.Skip(progress.Done).Count(id => !progress.Position.Has(id));
        return new FolderOutcome(plan.Waiting + left, progress.Warning);
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
            // A single mail may be the reason: each is described on its own later.
            return [];
        }
    }

    private async Task FetchNextAsync(
        FetchRun run,
        FolderProgress progress,
        string id,
        MailDetails? described,
        CancellationToken cancellationToken
    )
    {
        var failedBefore = progress.Position.Exceptions.ContainsKey(id);
        var result = await mails.FetchAsync(run, progress.Position, id, described, cancellationToken);
        progress.Add(result);
        if (result.Failure is CommandException)
            await NoteRefusalAsync(run, progress, id, cancellationToken);
        else if (result.Failure is null)
            await CountRefusedAsync(run, progress, cancellationToken);
        if (progress.Done % SaveEvery == 0)
            await SaveAsync(run, progress, cancellationToken);
        if (FetchRetries.RefusesAll(progress.Refused.Count, failedBefore, progress.Succeeded))
        {
            progress.KeepFewRefusals();
            throw MailboxException.EveryMailRefused(result.Failure!);
        }
        if (result.Failure is not null && !MailboxTroubleReader.IsOfOneMail(result.Failure))
            throw result.Failure;
    }

    // Whether the server refuses this mail or every mail shows only with the following ones.
    private async Task NoteRefusalAsync(
        FetchRun run,
        FolderProgress progress,
        string id,
        CancellationToken cancellationToken
    )
    {
        if (FetchRetries.IsRefusedForLong(progress.Position, id, time.GetUtcNow()))
            progress.Position = await attempts.CountRefusedAsync(run, progress.Position, [id], cancellationToken);
        else
            progress.Refused.Add(id);
    }

    private async Task CountRefusedAsync(FetchRun run, FolderProgress progress, CancellationToken cancellationToken)
    {
        progress.Position = await attempts.CountRefusedAsync(
            run,
            progress.Position,
            progress.Refused,
            cancellationToken
        );
        progress.Refused.Clear();
    }

    private Task SaveAsync(FetchRun run, FolderProgress progress, CancellationToken cancellationToken) =>
        mailboxes.SavePositionAsync(run.Server.Id, FolderPositions.Trim(progress.Position), cancellationToken);
}
