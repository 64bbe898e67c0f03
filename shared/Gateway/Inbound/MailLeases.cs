using Azure;
using Postern.Core.Journal;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Keeps a mail from being queued again while a run works on it. A mail that was received a short while ago needs
/// nothing, since only older ones count as stalled (<see cref="Timings.Stalled"/>): for most mails this costs no
/// storage call. A run on an older mail, and one that lasts, write a lease on the journal's row and renew it.
/// </summary>
public sealed class MailLeases(JournalStore journal, Timings timings, TimeProvider time)
{
    private TimeSpan Half => timings.Stalled / 2;

    /// <summary>Runs the work on a mail. The lease of a run that fails ends by itself.</summary>
    public async Task HoldAsync(StoredMail mail, Func<Task> work, CancellationToken cancellationToken)
    {
        // A replay is not queued again by itself.
        if (mail.Replay is not null)
        {
            await work();
            return;
        }
        var until = await ExtendAsync(mail, mail.Received + timings.Stalled, cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewal = RenewAsync(mail, until, ended.Token);
        try
        {
            await work();
        }
        finally
        {
            await ended.CancelAsync();
            await renewal;
        }
    }

    private async Task RenewAsync(StoredMail mail, DateTimeOffset until, CancellationToken ended)
    {
        while (!ended.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Half / 2, time, ended);
                until = await ExtendAsync(mail, until, ended);
            }
            // The work goes on without a lease, and the next turn tries again.
            catch (Exception e) when (e is OperationCanceledException or RequestFailedException) { }
        }
    }

    /// <summary>Writes the lease when less than half of it is left. Returns its end.</summary>
    private async Task<DateTimeOffset> ExtendAsync(
        StoredMail mail,
        DateTimeOffset until,
        CancellationToken cancellationToken
    )
    {
        var now = time.GetUtcNow();
        if (until - now > Half)
            return until;
        await journal.LeaseAsync(mail.Id, now + timings.Stalled, cancellationToken);
        return now + timings.Stalled;
    }
}
