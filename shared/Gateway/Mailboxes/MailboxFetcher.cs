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
/// Processes the queue <c>mailbox-fetch</c>: one run at one mailbox, limited in mails and time. A run that leaves mail
/// behind queues the next one; a run that fails is recorded, and the next period tries again.
/// </summary>
public sealed class MailboxFetcher(
    GatewayConfigurationSource configuration,
    MailboxStore mailboxes,
    FetchRunner runner,
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
            await PostponeAsync(server, message, cancellationToken);
            return;
        }
        var outcome = await RunAsync(server, lease, current.Parameters, cancellationToken);
        await RecordAsync(server, lease, outcome, CancellationToken.None);
        cancellationToken.ThrowIfCancellationRequested();
        // Only after the lease was released: otherwise the next run finds it held and leaves the rest to the next
        // period.
        if (outcome is { Waiting: > 0, Error: null })
            await queues.PutAsync(QueueNames.MailboxFetch, item!, cancellationToken);
    }

    // The run that holds the lease may be dead, or may be past the mail that this message was sent for.
    private async Task PostponeAsync(IncomingServer server, string message, CancellationToken cancellationToken)
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
            return await runner.RunAsync(server, lease, parameters, either.Token);
        }
        catch (Exception e) when (e is LeaseLostException || either.IsCancellationRequested)
        {
            return FetchOutcome.Interrupted;
        }
        catch (Exception e) when (MailboxTroubleReader.Read(e) is { } trouble)
        {
            return new FetchOutcome(Error: trouble.Words)
            {
                LoginRefused = trouble.Failure == MailboxFailure.Credentials,
            };
        }
        catch
        {
            // Not the mailbox's fault: the message returns to its queue, and the next attempt needs the lease.
            await lease.ReleaseAsync(MailboxRules.Interrupted, CancellationToken.None);
            throw;
        }
    }

    private async Task RecordAsync(
        IncomingServer server,
        MailboxLease lease,
        FetchOutcome outcome,
        CancellationToken cancellationToken
    )
    {
        var expires = await health.TokenExpiresAsync(server, cancellationToken);
        var expiresSoon = MailboxHealth.ExpiresSoon(expires, time.GetUtcNow());
        var released = await lease.ReleaseAsync(
            schedule =>
            {
                var after = outcome.Apply(schedule, time.GetUtcNow());
                return after with { TokenTold = expiresSoon ? schedule.TokenTold ?? expires : null };
            },
            cancellationToken
        );
        if (released is var (before, after))
            await events.PublishAsync(MailboxEvents.Of(server, before, after, time.GetUtcNow()), cancellationToken);
    }
}
