using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure.Storage.Queues.Models;
using Postern.Contracts.Events;

namespace Postern.Client;

/// <content>Reading events.</content>
public sealed partial class PosternClient
{
    private const string Events = "mail-events";
    private const int MostAtOnce = 32;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The events as they come, for as long as they are read. Each that was processed is completed; one that is not comes
    /// again. While there are none, the queue is looked at ever less often, at last every 30 seconds.
    /// </summary>
    /// <param name="visibility">After how long an event that was not completed comes again; null = five minutes.</param>
    /// <param name="untilEmpty">Whether to end when there are no more.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="InvalidDataException">A message is no event; it stays on the queue.</exception>
    public async IAsyncEnumerable<ReceivedEvent> ReadEventsAsync(
        TimeSpan? visibility = null,
        bool untilEmpty = false,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        var queue = _queues.GetQueueClient(Events);
        var pause = TimeSpan.FromSeconds(1);
        while (true)
        {
            QueueMessage[] messages = await queue.ReceiveMessagesAsync(
                MostAtOnce,
                visibility ?? TimeSpan.FromMinutes(5),
                cancellationToken
            );
            foreach (var message in messages)
                yield return new ReceivedEvent(queue, message, Read(message));
            if (messages.Length > 0)
            {
                pause = TimeSpan.FromSeconds(1);
                continue;
            }
            if (untilEmpty)
                yield break;
            await Task.Delay(pause, cancellationToken);
            pause = pause * 2 < Longest ? pause * 2 : Longest;
        }
    }

    private static MailEvent Read(QueueMessage message)
    {
        try
        {
            return MessageJson.Read<MailEvent>(message.Body);
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Message {message.MessageId} on {Events} is no event.", e);
        }
    }
}
