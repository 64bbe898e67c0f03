using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Postern.Contracts.Events;

namespace Postern.Client;

/// <summary>An event that was read, and is still on its queue.</summary>
public sealed class ReceivedEvent
{
    private readonly QueueClient _queue;
    private readonly QueueMessage _message;

    internal ReceivedEvent(QueueClient queue, QueueMessage message, MailEvent read) =>
        (_queue, _message, Event) = (queue, message, read);

    /// <summary>The event.</summary>
    public MailEvent Event { get; }

    /// <summary>How often it was read, this time included.</summary>
    public long Reads => _message.DequeueCount;

    /// <summary>Takes it off the queue: it was processed. Where its time was over, it has gone back and comes again.</summary>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task CompleteAsync(CancellationToken cancellationToken = default)
    {
        try
        {
            await _queue.DeleteMessageAsync(_message.MessageId, _message.PopReceipt, cancellationToken);
        }
        // A call whose reply was lost is repeated, and finds nothing.
        catch (RequestFailedException e) when (e.ErrorCode == QueueErrorCode.MessageNotFound)
        {
            return;
        }
    }
}
