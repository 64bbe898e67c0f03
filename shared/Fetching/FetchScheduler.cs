using Postern.Configuration;
using Postern.Contracts;
using Postern.Storage;

namespace Postern.Fetching;

/// <summary>Starts the mailboxes that are due (P36). Their next time is moved first, so that two schedulers start a mailbox once.</summary>
public sealed class FetchScheduler(GatewayConfigurationSource configuration, MailboxStore mailboxes, MailQueues queues, TimeProvider time)
{
    /// <summary>Starts what is due and returns how many that were.</summary>
    public async Task<int> StartDueAsync(CancellationToken cancellationToken)
    {
        var current = await configuration.GetAsync(cancellationToken);
        var active = current.IncomingServers.Where(server => server.Active).ToList();
        if (active.Count == 0) return 0;
        var schedules = await mailboxes.ListSchedulesAsync(cancellationToken);
        var started = 0;
        foreach (var server in active)
        {
            var interval = server.IntervalMinutes is { } minutes ? TimeSpan.FromMinutes(minutes) : current.Parameters.FetchInterval;
            if (await TryStartAsync(server.Id, schedules.GetValueOrDefault(server.Id), interval, cancellationToken)) started++;
        }
        return started;
    }

    private async Task<bool> TryStartAsync(string server, Versioned<MailboxSchedule>? schedule, TimeSpan interval, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (schedule is { Value.NextDue: var due } && due > now) return false;
        var next = (schedule?.Value ?? new MailboxSchedule { Server = server }) with { NextDue = now + interval };
        if (await mailboxes.TrySaveAsync(schedule, next, cancellationToken) is null) return false;
        await queues.PutAsync(QueueNames.MailboxFetch, new MailboxItem { Server = server }, cancellationToken);
        return true;
    }
}
