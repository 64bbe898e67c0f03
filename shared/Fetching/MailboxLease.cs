using Postern.Storage;

namespace Postern.Fetching;

/// <summary>
/// The right to fetch a mailbox: renewed while the run goes on, so that a dead run blocks it no longer than
/// <see cref="Configuration.Timings.MailboxLease"/>.
/// </summary>
public sealed class MailboxLease
{
    private readonly MailboxStore _store;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private Versioned<MailboxSchedule> _schedule;

    private MailboxLease(MailboxStore store, TimeSpan duration, TimeProvider time, Versioned<MailboxSchedule> schedule)
    {
        _store = store;
        _duration = duration;
        _time = time;
        _schedule = schedule;
    }

    /// <summary>Takes the lease; null while another run holds it.</summary>
    public static async Task<MailboxLease?> TryTakeAsync(MailboxStore store, string server, TimeSpan duration, TimeProvider time, CancellationToken cancellationToken)
    {
        var before = await store.FindScheduleAsync(server, cancellationToken);
        var now = time.GetUtcNow();
        if (before is { Value.LeasedUntil: { } until } && until > now) return null;
        var after = (before?.Value ?? new MailboxSchedule { Server = server }) with { Run = Guid.NewGuid().ToString("n"), LeasedUntil = now + duration };
        return await store.TrySaveAsync(before, after, cancellationToken) is { } taken ? new MailboxLease(store, duration, time, taken) : null;
    }

    /// <summary>Makes sure that the lease is still held, renewing it when half of it is over. Throws when another run has it.</summary>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        if (_schedule.Value.LeasedUntil - now > _duration / 2) return;
        _schedule = await _store.TrySaveAsync(_schedule, _schedule.Value with { LeasedUntil = now + _duration }, cancellationToken) ?? await ReadOwnAsync(now, cancellationToken);
    }

    /// <summary>Gives the lease back and notes how the run went.</summary>
    public async Task ReleaseAsync(string? error, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var value = _schedule.Value;
            var after = error is null
                ? value with { LeasedUntil = null, LastSuccess = now, FailingSince = null, LastError = null }
                : value with { LeasedUntil = null, FailingSince = value.FailingSince ?? now, LastError = error };
            if (await _store.TrySaveAsync(_schedule, after, cancellationToken) is not null) return;
            if (await _store.FindScheduleAsync(value.Server, cancellationToken) is not { } changed || changed.Value.Run != value.Run) return;
            _schedule = changed;
        }
    }

    // The scheduler may have moved the next time meanwhile; only another run's name means that the lease is lost.
    private async Task<Versioned<MailboxSchedule>> ReadOwnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await _store.FindScheduleAsync(_schedule.Value.Server, cancellationToken);
        if (changed is null || changed.Value.Run != _schedule.Value.Run) throw new LeaseLostException(_schedule.Value.Server);
        return await _store.TrySaveAsync(changed, changed.Value with { LeasedUntil = now + _duration }, cancellationToken) ?? throw new LeaseLostException(_schedule.Value.Server);
    }
}

/// <summary>Another run has taken the mailbox over.</summary>
public sealed class LeaseLostException(string server) : Exception($"Another run fetches the mailbox of incoming server '{server}'.");
