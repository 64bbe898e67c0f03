using Postern.Core.Threads;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Posting;

/// <summary>
/// Sends the few deliveries of a posted message or queues them, and writes the further pages of one for many recipients.
/// </summary>
public sealed class FanOut(
    ThreadStore threads,
    MessageIndex index,
    IInlineDelivery inline,
    UnsentDeliveries unsent,
    DeliveryQueues queues
)
{
    private const int MostTries = 20;

    internal async Task FinishAsync(PostedMessage posted, CancellationToken cancellationToken)
    {
        var (pages, plan) = (posted.Pages, posted.Pages.Plan);
        var (message, key) = (posted.Message, plan.Thread.Key);
        var queue = plan.Bulk || message.Many ? QueueNames.OutboundBulk : QueueNames.OutboundMail;
        var left = await SendAsync(posted, cancellationToken);
        // After a crash nobody knows which deliveries were sent or queued.
        left ??= await unsent.ListAsync(key, plan.Message, queue, cancellationToken);
        // Not cancelled by the host's stop signal, which is one of the reasons why something is left.
        await queues.PutAsync(key, queue, left, CancellationToken.None);
        for (var cursor = message.FanOut; cursor is not null; )
        {
            var page = await WritePageAsync(pages, cursor, queue, cancellationToken);
            await queues.PutAsync(key, queue, page.Deliveries, cancellationToken);
            cursor = page.Message.FanOut;
        }
    }

    private async Task<IReadOnlyList<MessageDelivery>?> SendAsync(
        PostedMessage posted,
        CancellationToken cancellationToken
    )
    {
        if (posted.Deliveries is not { } deliveries)
            return null;
        return posted.Message is { FanOut: null, Many: false }
            ? await inline.SendAsync(posted.Message, deliveries, cancellationToken)
            : [.. deliveries.Select(delivery => delivery.Value)];
    }

    /// <summary>Writes the page after a cursor, or returns what another run has written.</summary>
    private async Task<DeliveryPage> WritePageAsync(
        DeliveryPages pages,
        string after,
        string queue,
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
            {
                var left = await unsent.ListAsync(key, plan.Message, queue, cancellationToken);
                return new DeliveryPage([], message.Value, left);
            }
            var page = pages.Next(message, deliveries, cursor);
            // First, so that each delivery has its row, however this run ends.
            await index.AddDeliveriesAsync(message.Value, deliveries, cancellationToken);
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
}
