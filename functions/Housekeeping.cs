using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;

namespace Postern.Functions;

/// <summary>
/// Every minute: queues due messages, restarts stalled mail, drains poison queues and deletes expired data.
/// </summary>
public sealed class Housekeeping(HousekeepingWatch housekeeping, TimerWatch timers)
{
    [Function(nameof(Housekeeping))]
    public Task RunAsync(
        [TimerTrigger("%HousekeepingSchedule%")] TimerInfo timer,
        CancellationToken cancellationToken
    ) => timers.LookAfterAsync(housekeeping.RunAsync(cancellationToken), cancellationToken);
}
