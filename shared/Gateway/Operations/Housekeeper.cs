using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Gateway.Expiring;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Publishing;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;
using Postern.Gateway.Throttling;

namespace Postern.Gateway.Operations;

/// <summary>
/// Periodic work: queues due messages, releases waiting mail, queues mail again that was never routed, drains the poison
/// queues, sends events again, deletes expired data, measures the gauges, fills in rows that older versions did not write,
/// carries out erasures, and deletes what is older than the parameters say.
/// </summary>
public sealed class Housekeeper(
    DueStore due,
    PoisonQueues poison,
    JournalStore journal,
    AttentionStore attention,
    Expiry expiry,
    IndexFill fill,
    ErasureRunner erasures,
    RetentionRunner retention,
    WaitingReleases releases,
    MailQueues queues,
    TopicBacklog topic,
    GatewayGauges gauges,
    Timings timings,
    TimeProvider time
)
{
    private const int DueLimit = 4000;
    private const int StalledLimit = 500;

    private DateTimeOffset _lookedForStalled;

    /// <summary>
    /// One round. The search for unrouted mail reads the journals of two days, so it is done once in
    /// <see cref="Timings.Stalled"/> only.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await due.DrainAsync(now, DueLimit, cancellationToken);
        await releases.RunAsync(cancellationToken);
        await poison.DrainAsync(cancellationToken);
        await topic.DrainAsync(cancellationToken);
        await expiry.RunAsync(cancellationToken);
        if (now - _lookedForStalled >= timings.Stalled)
        {
            await RestartStalledAsync(now, cancellationToken);
            _lookedForStalled = now;
        }
        await gauges.MeasureAsync(now, cancellationToken);
        await fill.RunAsync(cancellationToken);
        await erasures.RunAsync(cancellationToken);
        await retention.RunAsync(cancellationToken);
    }

    /// <summary>
    /// Queues mails again that were accepted and never routed, oldest first, except those on the attention list and
    /// those that a run works on. Returns their number.
    /// </summary>
    public async Task<int> RestartStalledAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var day in new[] { now.AddDays(-1), now })
        {
            var stalled = await journal.ListStalledAsync(day, now - timings.Stalled, now, cancellationToken);
            foreach (var entry in stalled.OrderBy(entry => entry.Received))
            {
                if (count == StalledLimit)
                    return count;
                if (await TryRestartAsync(entry, cancellationToken))
                    count++;
            }
        }
        return count;
    }

    private async Task<bool> TryRestartAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var message = MailQueues.Write(new InboundItem { Raw = entry.Raw });
        var item = AttentionStore.IdOf(QueueNames.InboundMail, message, entry.Received, "");
        if (await attention.FindAsync(item, cancellationToken) is not null)
            return false;
        await queues.PutTextAsync(QueueNames.InboundMail, message, cancellationToken);
        return true;
    }
}
