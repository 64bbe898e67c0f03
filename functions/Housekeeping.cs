using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Operations;

namespace Postern.Functions;

/// <summary>Every minute: what is due again, what stands still, what was given up.</summary>
public sealed class Housekeeping(Housekeeper housekeeper)
{
    [Function(nameof(Housekeeping))]
    public Task RunAsync(
        [TimerTrigger("%HousekeepingSchedule%")] TimerInfo timer,
        CancellationToken cancellationToken
    ) => housekeeper.RunAsync(cancellationToken);
}
