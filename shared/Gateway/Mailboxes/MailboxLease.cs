using Azure;
using Postern.Core.Fetching;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// The right to fetch a mailbox: renewed while the run goes on, so that a dead run blocks it no longer than
/// <see cref="Postern.Gateway.Settings.Timings.MailboxLease"/>.
/// </summary>
internal sealed class MailboxLease : IAsyncDisposable
{
    private readonly MailboxStore _store;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;
    private Versioned<MailboxSchedule> _schedule;

    private MailboxLease(MailboxStore store, TimeSpan duration, TimeProvider time, Versioned<MailboxSchedule> schedule)
    {
        (_store, _duration, _time, _schedule) = (store, duration, time, schedule);
        _renewing = RenewAsync();
    }

    /// <summary>Cancelled when another run has taken the mailbox over.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The schedule as it was when the lease was taken.</summary>
    public MailboxSchedule Schedule => _schedule.Value;

    /// <summary>Takes the lease; null while another run holds it, or when <paramref name="may"/> says no.</summary>
    public static async Task<MailboxLease?> TryTakeAsync(
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
        if (!may(before?.Value) || before is { Value.LeasedUntil: { } until } && until > now)
            return null;
        var after = (before?.Value ?? new MailboxSchedule { Server = server }) with
        {
            Run = Guid.NewGuid().ToString("n"),
            LeasedUntil = now + duration,
        };
        return await store.TrySaveAsync(before, after, cancellationToken) is { } taken
            ? new MailboxLease(store, duration, time, taken)
            : null;
    }

    /// <summary>Makes sure that the lease is still held, renewing it when half of it is over.</summary>
    /// <exception cref="LeaseLostException">Another run has it.</exception>
    public async Task HoldAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            var now = _time.GetUtcNow();
            if (_schedule.Value.LeasedUntil - now > _duration / 2)
                return;
            _schedule =
                await _store.TrySaveAsync(
                    _schedule,
                    _schedule.Value with
                    {
                        LeasedUntil = now + _duration,
                    },
                    cancellationToken
                ) ?? await ReadOwnAsync(now, cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Gives the lease back and notes how the run went. The schedule before and after; null when another run has the mailbox.</summary>
    public async Task<(MailboxSchedule Before, MailboxSchedule After)?> ReleaseAsync(
        Func<MailboxSchedule, MailboxSchedule> outcome,
        CancellationToken cancellationToken
    )
    {
        await StopRenewingAsync();
        for (var attempt = 0; attempt < 5; attempt++)
        {
            var (before, after) = (_schedule.Value, outcome(_schedule.Value));
            if (await _store.TrySaveAsync(_schedule, after, cancellationToken) is not null)
                return (before, after);
            if (
                await _store.FindScheduleAsync(before.Server, cancellationToken) is not { } changed
                || changed.Value.Run != before.Run
            )
                return null;
            _schedule = changed;
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        await StopRenewingAsync();
        _ended.Dispose();
        _lost.Dispose();
        _gate.Dispose();
    }

    private async Task StopRenewingAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
    }

    // Also while a large mail is read, and nobody asks for the lease.
    private async Task RenewAsync()
    {
        using var ticks = new PeriodicTimer(_duration / 4, _time);
        try
        {
            while (await ticks.WaitForNextTickAsync(_ended.Token))
                await TryHoldAsync();
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            return;
        }
        catch (LeaseLostException)
        {
            await _lost.CancelAsync();
        }
    }

    private async Task TryHoldAsync()
    {
        try
        {
            await HoldAsync(_ended.Token);
        }
        catch (RequestFailedException e) when (StorageTrouble.Passes(e))
        {
            // The next tick tries again; if it comes too late, the lease is found lost.
            return;
        }
    }

    // The scheduler may have moved the next time meanwhile; only another run's name means that the lease is lost.
    private async Task<Versioned<MailboxSchedule>> ReadOwnAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var changed = await _store.FindScheduleAsync(_schedule.Value.Server, cancellationToken);
        if (changed is null || changed.Value.Run != _schedule.Value.Run)
            throw new LeaseLostException(_schedule.Value.Server);
        return await _store.TrySaveAsync(
                changed,
                changed.Value with
                {
                    LeasedUntil = now + _duration,
                },
                cancellationToken
            ) ?? throw new LeaseLostException(_schedule.Value.Server);
    }
}

/// <summary>Another run has taken the mailbox over.</summary>
internal sealed class LeaseLostException(string server)
    : Exception($"Another run fetches the mailbox of incoming server '{server}'.");
