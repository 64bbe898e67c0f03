using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Queues the mailboxes that are due (P36). The start is written to the schedule first, so that of two schedulers only
/// one queues it.
/// </summary>
public sealed class FetchScheduler(
    GatewayConfigurationSource configuration,
    MailboxStore mailboxes,
    MailQueues queues,
    TimeProvider time
)
{
    // Two periods of the timer; whether the timer fires cannot be queried.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);

    // Long enough ago for the first call to look: how long the instance has slept is unknown.
    private long _looked = time.GetTimestamp() - (long)(Silence.TotalSeconds * time.TimestampFrequency);

    /// <summary>Queues all mailboxes that are due and returns their number.</summary>
    public async Task<int> StartDueAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _looked, time.GetTimestamp());
        var current = await configuration.GetAsync(cancellationToken);
        var active = current.IncomingServers.Where(server => server.Active).ToList();
        if (active.Count == 0 || current.DrainsAt(time.GetUtcNow()))
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
    /// Queues what is due if this instance has not looked for two periods of the timer. Otherwise it costs nothing, so
    /// that every function may call it.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var looked = Volatile.Read(ref _looked);
        if (time.GetElapsedTime(looked) < Silence)
            return;
        // Of several callers at the same time one looks.
        if (Interlocked.CompareExchange(ref _looked, time.GetTimestamp(), looked) == looked)
            await StartDueAsync(cancellationToken);
    }

    private async Task<bool> TryStartAsync(Versioned<MailboxSchedule> schedule, CancellationToken cancellationToken)
    {
        var started = schedule.Value with { LastStarted = time.GetUtcNow() };
        if (await mailboxes.TrySaveAsync(schedule, started, cancellationToken) is null)
            return false;
        // The schedule says that it was started, so the message must be sent even when the function is stopped now.
        var item = new MailboxItem { Server = schedule.Value.Server };
        await queues.PutAsync(QueueNames.MailboxFetch, item, CancellationToken.None);
        return true;
    }
}
