using Postern.Contracts.Queues;
using Postern.Core.Journal;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Keeps things moving: what is due goes back on its queue, what stands still is started again, poison queues are emptied, what is kept
/// for a time only is deleted.
/// </summary>
public sealed class Housekeeper(
    DueStore due,
    PoisonQueues poison,
    JournalStore journal,
    AttentionStore attention,
    Expiry expiry,
    MailQueues queues,
    GatewayGauges gauges,
    Timings timings,
    TimeProvider time
)
{
    private const int DueLimit = 4000;
    private const int StalledLimit = 500;

    private DateTimeOffset _lookedForStalled;

    /// <summary>One round. Mails that stand still are looked for as seldom as they may stand still: it reads the journals of two days.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await due.DrainAsync(now, DueLimit, cancellationToken);
        await poison.DrainAsync(cancellationToken);
        await expiry.RunAsync(cancellationToken);
        if (now - _lookedForStalled >= timings.Stalled)
        {
            await RestartStalledAsync(now, cancellationToken);
            _lookedForStalled = now;
        }
        await gauges.MeasureAsync(now, cancellationToken);
    }

    /// <summary>Hands mails to routing again that were taken in and never decided, but not those that a person is to look at. Returns how many.</summary>
    public async Task<int> RestartStalledAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var day in new[] { now, now.AddDays(-1) })
        {
            foreach (var entry in await journal.ListAsync(day, JournalState.Pending, StalledLimit, cancellationToken))
            {
                if (now - entry.Received < timings.Stalled)
                    continue;
                var message = MailQueues.Write(new InboundItem { Raw = entry.Raw });
                if (
                    await attention.FindAsync(
                        AttentionStore.IdOf(QueueNames.InboundMail, message, entry.Received, ""),
                        cancellationToken
                    )
                    is not null
                )
                    continue;
                await queues.PutTextAsync(QueueNames.InboundMail, message, cancellationToken);
                count++;
            }
        }
        return count;
    }
}
