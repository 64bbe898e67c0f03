using Microsoft.Azure.Functions.Worker;
using Postern.Gateway.Mailboxes;

namespace Postern.Functions;

/// <summary>Every minute: queues the mailboxes that are due.</summary>
public sealed class FetchMail(FetchScheduler scheduler)
{
    [Function(nameof(FetchMail))]
    public Task RunAsync([TimerTrigger("%FetchSchedule%")] TimerInfo timer, CancellationToken cancellationToken) =>
        scheduler.StartDueAsync(cancellationToken);
}
