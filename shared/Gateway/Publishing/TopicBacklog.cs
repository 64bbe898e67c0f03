using Azure.Storage.Queues.Models;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Publishing;

/// <summary>Sends the events again that the Event Grid topic did not take, from the queue that they are stored on.</summary>
public sealed class TopicBacklog(EventTopic topic, GatewayStorage storage)
{
    private const int MostBatches = 500;

    // Longer than a batch takes: whoever stops in between gives them back.
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    /// <summary>Sends until the queue is empty or the topic does not answer; returns how many events were taken.</summary>
    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        for (var batch = 0; topic.IsReady && batch < MostBatches; batch++)
        {
            var taken = await SendBatchAsync(cancellationToken);
            if (taken == 0)
                break;
            count += taken;
        }
        return count;
    }

    private async Task<int> SendBatchAsync(CancellationToken cancellationToken)
    {
        var queue = storage.Queue(QueueNames.TopicEvents);
        QueueMessage[] messages = await queue.ReceiveMessagesAsync(EventTopic.Batch, Lease, cancellationToken);
        if (messages.Length == 0)
            return 0;
        if (!await topic.TryPublishAsync([.. messages.Select(message => message.MessageText)], cancellationToken))
            return 0;
        foreach (var message in messages)
            await queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
        return messages.Length;
    }
}
