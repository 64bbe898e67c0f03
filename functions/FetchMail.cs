using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Mailboxes;
using Postern.Gateway.Operations;

namespace Postern.Functions;

/// <summary>Every minute: queues the mailboxes that are due.</summary>
public sealed class FetchMail(FetchScheduler scheduler, TimerWatch timers)
{
    [Function(nameof(FetchMail))]
    public Task RunAsync([TimerTrigger("%FetchSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        timers.LookAfterAsync(scheduler.StartDueAsync(cancellationToken), cancellationToken);
}
