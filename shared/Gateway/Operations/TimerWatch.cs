using Postern.Gateway.Mailboxes;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Operations;

/// <summary>
/// Starts what the timers have not: mailboxes that are due, and housekeeping. Every function that is not a timer calls
/// it, so that whatever happens in the gateway keeps all of it going.
/// </summary>
public sealed class TimerWatch(FetchScheduler mailboxes, HousekeepingWatch housekeeping)
{
    /// <summary>Starts what is overdue; costs nothing while the timers fire in this instance.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        try
        {
            await mailboxes.LookAsync(cancellationToken);
            await housekeeping.LookAsync(cancellationToken);
        }
        catch (Exception e) when (StorageTrouble.Passes(e))
        {
            // What it follows is done and must not fail for this; a later call looks again.
            return;
        }
    }

    /// <summary>Awaits <paramref name="work"/>, then does the same as <see cref="LookAsync"/>.</summary>
    public async Task LookAfterAsync(Task work, CancellationToken cancellationToken)
    {
        await work;
        await LookAsync(cancellationToken);
    }
}
