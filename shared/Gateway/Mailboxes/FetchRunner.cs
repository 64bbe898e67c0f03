using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Fetching;
using Postern.Gateway.Settings;

namespace Postern.Gateway.Mailboxes;

/// <summary>Fetches all folders of a mailbox in turn.</summary>
public sealed class FetchRunner(MailboxConnector connector, FolderFetcher folders, Timings timings, TimeProvider time)
{
    /// <summary>The outcome: an error only if every folder failed, a warning if some did.</summary>
    /// <exception cref="MailboxException">No connection to the mailbox could be opened.</exception>
    /// <exception cref="LeaseLostException">Another run holds the lease.</exception>
    internal async Task<FetchOutcome> RunAsync(
        IncomingServer server,
        MailboxLease lease,
        GatewayParameters parameters,
        CancellationToken cancellationToken
    )
    {
        var until = time.GetUtcNow() + timings.MailboxRun;
        var limit = Math.Max(1, parameters.FetchBatch / server.Folders.Count);
        var largest = server.LargestMail ?? parameters.LargestMail;
        var outcome = new FetchOutcome();
        var errors = new List<string>();
        IMailbox? mailbox = null;
        try
        {
            foreach (var folder in server.Folders)
            {
                mailbox ??= await connector.OpenAsync(server, cancellationToken);
                var run = new FetchRun(server, mailbox, lease, lease.Schedule.Import, limit, largest, until);
                if (await TryFetchAsync(run, folder, errors, cancellationToken) is { } fetched)
                {
                    outcome = outcome.And(fetched);
                    continue;
                }
                // The connection may be broken; the other folders get a new one.
                mailbox.Dispose();
                mailbox = null;
            }
            await lease.EnsureHeldAsync(cancellationToken);
            if (mailbox is not null)
                await mailbox.CloseAsync(cancellationToken);
        }
        finally
        {
            mailbox?.Dispose();
        }
        return WithErrors(outcome, errors, server.Folders.Count);
    }

    private async Task<FolderOutcome?> TryFetchAsync(
        FetchRun run,
        string folder,
        List<string> errors,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await folders.FetchAsync(run, folder, cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested && MailboxTroubleReader.Read(e) is not null)
        {
            var error = MailboxTroubleReader.Read(e)!.Words;
            errors.Add(run.Server.Folders.Count == 1 ? error : $"{folder}: {error}");
            return null;
        }
    }

    private static FetchOutcome WithErrors(FetchOutcome outcome, List<string> errors, int folderCount)
    {
        if (errors.Count == 0)
            return outcome;
        return errors.Count == folderCount ? outcome with { Error = errors[0] } : outcome with { Warning = errors[0] };
    }
}
