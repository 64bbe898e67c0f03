using Postern.Contracts;
using Postern.Core.Keys;
using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Queues the deliveries of a posted message, and writes the further pages of one for many recipients.
/// </summary>
public sealed class FanOut(ThreadStore threads, MailQueues queues)
{
    private const int MostTries = 20;
    private const int QueuedAtOnce = 8;

    internal async Task FinishAsync(DeliveryPages pages, PostedMessage posted, CancellationToken cancellationToken)
    {
        var plan = pages.Plan;
        var queue = plan.Bulk || posted.Message.Many ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        // After a crash nobody knows which deliveries reached the queue, so all that are still queued go there again.
        var deliveries = posted.Deliveries ?? await ListQueuedAsync(plan, cancellationToken);
        await EnqueueAsync(plan.Thread.Key, queue, deliveries, cancellationToken);
        for (var cursor = posted.Message.FanOut; cursor is not null; )
        {
            var page = await WritePageAsync(pages, cursor, cancellationToken);
            await EnqueueAsync(plan.Thread.Key, queue, page.Deliveries, cancellationToken);
            cursor = page.Message.FanOut;
        }
    }

    /// <summary>Writes the page after a cursor, or returns what another run has written.</summary>
    private async Task<DeliveryPage> WritePageAsync(
        DeliveryPages pages,
        string after,
        CancellationToken cancellationToken
    )
    {
        var plan = pages.Plan;
        var key = plan.Thread.Key;
        var recipients = await NextRecipientsAsync(plan, after, cancellationToken);
        var cursor = recipients.Count < DeliveryPages.PageSize ? null : recipients[^1].Address;
        var deliveries = pages.DeliveriesOf(recipients);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var message =
                await threads.FindVersionedMessageAsync(key, plan.Message, cancellationToken)
                ?? throw new ThreadGoneException(key);
            // Another run of the same plan is ahead, or this page was written and the reply was lost. Its deliveries
            // may not be on the queue.
            if (message.Value.FanOut != after)
                return new DeliveryPage([], message.Value, await ListQueuedAsync(plan, cancellationToken));
            var page = pages.Next(message, deliveries, cursor);
            if (await threads.TrySubmitAsync(page.Rows, cancellationToken))
                return page;
        }
        throw new InvalidOperationException(
            $"Message {plan.Message} of thread {key} changed {MostTries} times during its fan-out."
        );
    }

    private async Task<IReadOnlyList<Follower>> NextRecipientsAsync(
        PostingPlan plan,
        string after,
        CancellationToken cancellationToken
    )
    {
        if (plan.Recipients is null)
            return await threads.ListFollowersAsync(plan.Thread.Key, after, DeliveryPages.PageSize, cancellationToken);
        var cursor = ThreadRows.Follower(after);
        var rest = Notifier
            .InOrder(plan.Recipients)
            .SkipWhile(recipient => string.CompareOrdinal(ThreadRows.Follower(recipient.Address), cursor) <= 0);
        return [.. rest.Take(DeliveryPages.PageSize)];
    }

    // A note that is kept from an outsider goes to the queue too, where programs are told of it.
    private async Task<IReadOnlyList<MessageDelivery>> ListQueuedAsync(
        PostingPlan plan,
        CancellationToken cancellationToken
    )
    {
        var message = new MessageKey(plan.Message).Id;
        var all = await threads.ListDeliveriesAsync(plan.Thread.Key, message, state: null, cancellationToken);
        return [.. all.Where(IsForQueue)];
    }

    private static bool IsForQueue(MessageDelivery delivery) =>
        delivery is { State: DeliveryState.Queued } or { Problem: DeliveryProblem.Internal };

    private async Task EnqueueAsync(
        ThreadKey thread,
        string queue,
        IReadOnlyList<MessageDelivery> deliveries,
        CancellationToken cancellationToken
    )
    {
        foreach (var batch in deliveries.Chunk(QueuedAtOnce))
        {
            await Task.WhenAll(
                batch.Select(delivery =>
                    queues.PutAsync(
                        delivery.Bulk ? QueueNames.OutboundBulk : queue,
                        new DeliveryItem { Delivery = delivery.Reference(thread) },
                        cancellationToken
                    )
                )
            );
        }
    }
}
