using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;

namespace Postern.Functions;

/// <summary>
/// Every minute: queues due messages, restarts stalled mail, drains poison queues and deletes expired data.
/// </summary>
public sealed class Housekeeping(Housekeeper housekeeper)
{
    [Function(nameof(Housekeeping))]
    public Task RunAsync(
        [TimerTrigger("%HousekeepingSchedule%")] TimerInfo timer,
        CancellationToken cancellationToken
    ) => housekeeper.RunAsync(cancellationToken);
}
