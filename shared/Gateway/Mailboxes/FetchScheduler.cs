using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>Starts the mailboxes that are due (P36). That one was started is written first, so that two schedulers start it once.</summary>
public sealed class FetchScheduler(
    GatewayConfigurationSource configuration,
    MailboxStore mailboxes,
    MailQueues queues,
    TimeProvider time
)
{
    // Whether a timer is alive nobody can ask; that nobody has looked for two of its periods, everybody can.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    // Whoever wakes an instance looks first: nobody knows how long it has slept.
    private long _looked = time.GetTimestamp() - (long)(Silence.TotalSeconds * time.TimestampFrequency);

    /// <summary>Starts what is due and returns how many that were.</summary>
    public async Task<int> StartDueAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _looked, time.GetTimestamp());
        var current = await configuration.GetAsync(cancellationToken);
        var active = current.IncomingServers.Where(server => server.Active).ToList();
        if (active.Count == 0)
            return 0;
        var schedules = await mailboxes.ListSchedulesAsync(cancellationToken);
        var started = 0;
        foreach (var server in active)
        {
            var schedule = schedules.GetValueOrDefault(server.Id);
            if (!MailboxRules.IsDue(server, schedule?.Value, current.FetchIntervalOf(server), time.GetUtcNow()))
                continue;
            if (await TryStartAsync(schedule!, cancellationToken))
                started++;
        }
        return started;
    }

    /// <summary>
    /// For whoever does something else: starts what is due when the timer has been silent for two periods, as far as this instance knows. Asking
    /// costs nothing in between.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var looked = Volatile.Read(ref _looked);
        if (
            time.GetElapsedTime(looked) < Silence
            || Interlocked.CompareExchange(ref _looked, time.GetTimestamp(), looked) != looked
        )
            return;
        await StartDueAsync(cancellationToken);
    }

    /// <summary>As <see cref="LookAsync"/>, once some other work is done.</summary>
    public async Task LookAfterAsync(Task work, CancellationToken cancellationToken)
    {
        await work;
        await LookAsync(cancellationToken);
    }

    private async Task<bool> TryStartAsync(Versioned<MailboxSchedule> schedule, CancellationToken cancellationToken)
    {
        if (
            await mailboxes.TrySaveAsync(
                schedule,
                schedule.Value with
                {
                    LastStarted = time.GetUtcNow(),
                },
                cancellationToken
            )
            is null
        )
            return false;
        // What is written counts as started: it must not be stopped in between.
        await queues.PutAsync(
            QueueNames.MailboxFetch,
            new MailboxItem { Server = schedule.Value.Server },
            CancellationToken.None
        );
        return true;
    }
}
