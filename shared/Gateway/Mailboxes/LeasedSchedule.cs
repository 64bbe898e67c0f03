using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>The schedule of a mailbox as the holder of its lease has stored it. Not safe for concurrent use.</summary>
internal sealed class LeasedSchedule
{
    private const int ReleaseAttempts = 5;

    private readonly MailboxStore _store;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private Versioned<MailboxSchedule> _schedule;

    private LeasedSchedule(
        MailboxStore store,
        TimeSpan duration,
        TimeProvider time,
        Versioned<MailboxSchedule> schedule
    ) => (_store, _duration, _time, _schedule) = (store, duration, time, schedule);

    public MailboxSchedule Value => _schedule.Value;

    /// <summary>Stores a new lease; null while another one lasts, or if <paramref name="may"/> returns false.</summary>
    public static async Task<LeasedSchedule?> TryAcquireAsync(
        MailboxStore store,
        string server,
        Func<MailboxSchedule?, bool> may,
        TimeSpan duration,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var before = await store.FindScheduleAsync(server, cancellationToken);
        var now = time.GetUtcNow();
        if (!may(before?.Value) || before?.Value.LeasedUntil > now)
            return null;
        var schedule = before?.Value ?? new MailboxSchedule { Server = server };
        var leased = schedule with { Run = Guid.NewGuid().ToString("n"), LeasedUntil = now + duration };
        var saved = await store.TrySaveAsync(before, leased, cancellationToken);
        return saved is null ? null : new LeasedSchedule(store, duration, time, saved);
    }

    /// <summary>Extends the lease if half of it is over.</summary>
    /// <exception cref="LeaseLostException">Another run holds it.</exception>
    public async Task ExtendAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (Value.LeasedUntil - now > _duration / 2)
            return;
        _schedule =
            await TryExtendAsync(_schedule, now, cancellationToken)
            ?? await ReloadAndExtendAsync(now, cancellationToken);
    }

    /// <summary>Stores the schedule that <paramref name="outcome"/> returns.</summary>
    /// <returns>The schedule before and after; null when another run holds the lease.</returns>
    public async Task<(MailboxSchedule Before, MailboxSchedule After)?> ReleaseAsync(
        Func<MailboxSchedule, MailboxSchedule> outcome,
        CancellationToken cancellationToken
    )
    {
        for (var attempt = 0; attempt < ReleaseAttempts; attempt++)
        {
            var (before, after) = (Value, outcome(Value));
            if (await _store.TrySaveAsync(_schedule, after, cancellationToken) is not null)
                return (before, after);
            var changed = await _store.FindScheduleAsync(before.Server, cancellationToken);
            if (changed is null || changed.Value.Run != before.Run)
                return null;
            _schedule = changed;
        }
        return null;
    }

    // The scheduler may have changed the schedule meanwhile; only another run's id means that the lease is lost.
    private async Task<Versioned<MailboxSchedule>> ReloadAndExtendAsync(
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var changed = await _store.FindScheduleAsync(Value.Server, cancellationToken);
        if (changed is null || changed.Value.Run != Value.Run)
            throw new LeaseLostException(Value.Server);
        return await TryExtendAsync(changed, now, cancellationToken) ?? throw new LeaseLostException(Value.Server);
    }

    private Task<Versioned<MailboxSchedule>?> TryExtendAsync(
        Versioned<MailboxSchedule> schedule,
        DateTimeOffset now,
        CancellationToken cancellationToken
    ) => _store.TrySaveAsync(schedule, schedule.Value with { LeasedUntil = now + _duration }, cancellationToken);
}
