using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Core.Events;
using Postern.Core.Fetching;
using Postern.Core.Requests;
using Postern.Gateway.Publishing;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Fetches a mailbox, folder by folder, within a number of mails and a time; what is left is taken up at once by the next run. Its trouble is its
/// own: it is noted, and the next period tries again.
/// </summary>
public sealed class MailboxFetcher(
    GatewayConfigurationSource configuration,
    MailboxStore mailboxes,
    MailboxConnector connector,
    FolderFetcher folders,
    MailboxHealthReader health,
    MailQueues queues,
    DueStore due,
    EventPublisher events,
    AttentionStore attention,
    Timings timings,
    TimeProvider time
)
{
    public async Task ProcessAsync(string message, CancellationToken cancellationToken)
    {
        var (item, problem) = ContractReader.Read<MailboxItem>(message);
        var current = await configuration.GetAsync(cancellationToken);
        var server = current.IncomingServers.FirstOrDefault(server => server.Id == item?.Server);
        if (problem is not null)
            await attention.RejectAsync(QueueNames.MailboxFetch, message, problem, cancellationToken);
        if (server is null)
            return;
        await using var lease = await MailboxLease.TryTakeAsync(
            mailboxes,
            server.Id,
            schedule => MailboxRules.MayFetch(server, schedule),
            timings.MailboxLease,
            time,
            cancellationToken
        );
        if (lease is null)
        {
            await WaitAsync(server, message, cancellationToken);
            return;
        }
        var outcome = await RunAsync(server, lease, current.Parameters, cancellationToken);
        await NoteAsync(server, lease, outcome, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        // Not before the lease is given back: the next run would find it taken and leave the rest to the next period.
        if (outcome is { Waiting: > 0, Error: null })
            await queues.PutAsync(QueueNames.MailboxFetch, item!, cancellationToken);
    }

    // The run that holds the mailbox may be a dead one, or may have passed by what this message was sent for.
    private async Task WaitAsync(IncomingServer server, string message, CancellationToken cancellationToken)
    {
        var schedule = (await mailboxes.FindScheduleAsync(server.Id, cancellationToken))?.Value;
        if (!MailboxRules.MayFetch(server, schedule))
            return;
        await due.AddAsync(
            schedule!.LeasedUntil ?? time.GetUtcNow(),
            $"mailbox:{server.Id}",
            QueueNames.MailboxFetch,
            message,
            cancellationToken
        );
    }

    private async Task NoteAsync(
        IncomingServer server,
        MailboxLease lease,
        FetchOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        var expires = await health.TokenExpiresAsync(server, cancellationToken);
        var soon = MailboxHealth.ExpiresSoon(expires, time.GetUtcNow());
        if (
            await lease.ReleaseAsync(
                schedule =>
                    outcome.Apply(schedule, time.GetUtcNow()) with
                    {
                        TokenTold = soon ? schedule.TokenTold ?? expires : null,
                    },
                cancellationToken
            )
            is not var (before, after)
        )
            return;
        await events.PublishAsync(MailboxEvents.Of(server, before, after, time.GetUtcNow()), cancellationToken);
    }

    private async Task<FetchOutcome> RunAsync(
        IncomingServer server,
        MailboxLease lease,
        GatewayParameters parameters,
        CancellationToken cancellationToken
    )
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(lease.Lost, cancellationToken);
        try
        {
            return await FetchAsync(server, lease, parameters, either.Token);
        }
        catch (LeaseLostException)
        {
            return FetchOutcome.Interrupted;
        }
        catch (Exception) when (either.IsCancellationRequested)
        {
            return FetchOutcome.Interrupted;
        }
        catch (Exception e) when (e is MailboxException || MailboxTroubleReader.Read(e) is not null)
        {
            return new FetchOutcome(Error: e is MailboxException ? e.Message : MailboxTroubleReader.Read(e)!.Words);
        }
        catch
        {
            // Not the mailbox's fault: the message stays on its queue, and the mailbox is free for it.
            await lease.ReleaseAsync(MailboxRules.Interrupted, CancellationToken.None);
            throw;
        }
    }

    private async Task<FetchOutcome> FetchAsync(
        IncomingServer server,
        MailboxLease lease,
        GatewayParameters parameters,
        CancellationToken cancellationToken
    )
    {
        var (outcome, until) = (new FetchOutcome(), time.GetUtcNow() + timings.MailboxRun);
        var failed = new List<string>();
        IMailbox? mailbox = null;
        try
        {
            foreach (var folder in server.Folders)
            {
                mailbox ??= await connector.OpenAsync(server, cancellationToken);
                var run = new FetchRun(
                    server,
                    mailbox,
                    lease,
                    lease.Schedule.Import,
                    Math.Max(1, parameters.FetchBatch / server.Folders.Count),
                    server.LargestMail ?? parameters.LargestMail,
                    until
                );
                if (await TryFetchAsync(run, folder, failed, cancellationToken) is { } fetched)
                {
                    outcome = outcome.And(fetched);
                    continue;
                }
                // It may be broken, and the other folders have nothing to do with that.
                mailbox.Dispose();
                mailbox = null;
            }
            await lease.HoldAsync(cancellationToken);
            if (mailbox is not null)
                await mailbox.CloseAsync(cancellationToken);
        }
        finally
        {
            mailbox?.Dispose();
        }
        if (failed.Count == 0)
            return outcome;
        return failed.Count == server.Folders.Count
            ? outcome with
            {
                Error = failed[0],
            }
            : outcome with
            {
                Warning = failed[0],
            };
    }

    private async Task<FolderOutcome?> TryFetchAsync(
        FetchRun run,
        string folder,
        List<string> failed,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await folders.FetchAsync(run, folder, cancellationToken);
        }
        catch (Exception e)
            when (!cancellationToken.IsCancellationRequested
                && (e is MailboxException || MailboxTroubleReader.Read(e) is not null)
            )
        {
            var words = e is MailboxException ? e.Message : MailboxTroubleReader.Read(e)!.Words;
            failed.Add(run.Server.Folders.Count == 1 ? words : $"{folder}: {words}");
            return null;
        }
    }
}
