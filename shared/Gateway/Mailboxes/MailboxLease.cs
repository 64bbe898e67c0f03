using Azure;
using Postern.Core.Fetching;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// The exclusive right to fetch a mailbox. It is renewed during the run, so that a dead run blocks the mailbox no
/// longer than <see cref="Postern.Gateway.Settings.Timings.MailboxLease"/>.
/// </summary>
internal sealed class MailboxLease : IAsyncDisposable
{
    private readonly LeasedSchedule _schedule;
    private readonly SemaphoreSlim _gate = new(1);
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    private MailboxLease(LeasedSchedule schedule, TimeSpan renewal, TimeProvider time)
    {
        _schedule = schedule;
        _renewing = RenewAsync(renewal, time);
    }

    /// <summary>Cancelled when another run has acquired the lease.</summary>
    public CancellationToken Lost => _lost.Token;

    /// <summary>The schedule as this lease has last written it.</summary>
    public MailboxSchedule Schedule => _schedule.Value;

    /// <summary>
    /// Acquires the lease; null while another run holds it, or if <paramref name="may"/> returns false.
    /// </summary>
    public static async Task<MailboxLease?> TryTakeAsync(
        MailboxStore store,
        string server,
        Func<MailboxSchedule?, bool> may,
        TimeSpan duration,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var leased = await LeasedSchedule.TryAcquireAsync(store, server, may, duration, time, cancellationToken);
        return leased is null ? null : new MailboxLease(leased, duration / 4, time);
    }

    /// <summary>Verifies that the lease is still held, and renews it when half of it is over.</summary>
    /// <exception cref="LeaseLostException">Another run holds it.</exception>
    public async Task EnsureHeldAsync(CancellationToken cancellationToken)
    {
        await _gate.WaitAsync(cancellationToken);
        try
        {
            await _schedule.ExtendAsync(cancellationToken);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <summary>Releases the lease and saves the outcome of the run in the schedule.</summary>
    /// <returns>The schedule before and after; null when another run holds the lease.</returns>
    public async Task<(MailboxSchedule Before, MailboxSchedule After)?> ReleaseAsync(
        Func<MailboxSchedule, MailboxSchedule> outcome,
        CancellationToken cancellationToken
    )
    {
        await StopRenewingAsync();
        return await _schedule.ReleaseAsync(outcome, cancellationToken);
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

    // In the background, since the run itself checks the lease only between mails.
    private async Task RenewAsync(TimeSpan renewal, TimeProvider time)
    {
        using var ticks = new PeriodicTimer(renewal, time);
        try
        {
            while (await ticks.WaitForNextTickAsync(_ended.Token))
                await TryRenewAsync();
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

    private async Task TryRenewAsync()
    {
        try
        {
            await EnsureHeldAsync(_ended.Token);
        }
        catch (RequestFailedException e) when (StorageTrouble.Passes(e))
        {
            // The next tick tries again; if that is too late, the lease turns out to be lost.
            return;
        }
    }
}

/// <summary>Another run has acquired the lease of the mailbox.</summary>
internal sealed class LeaseLostException(string server)
    : Exception($"Another run fetches the mailbox of incoming server '{server}'.");
