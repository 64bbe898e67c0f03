using Postern.Attention;
using Postern.Storage;

namespace Postern.Housekeeping;

/// <summary>Empties the poison queues into the list of what wants a person, where a message can be replayed.</summary>
public sealed class PoisonQueues(GatewayStorage storage, AttentionStore attention)
{
    private const int Batch = 32;

    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var queue in QueueNames.Triggers) count += await DrainAsync(queue, cancellationToken);
        return count;
    }

    private async Task<int> DrainAsync(string queue, CancellationToken cancellationToken)
    {
        var poison = storage.Queue(queue + QueueNames.PoisonSuffix);
        var messages = (await poison.ReceiveMessagesAsync(Batch, cancellationToken: cancellationToken)).Value;
        foreach (var message in messages)
        {
            await attention.AddMessageAsync(AttentionKind.Failed, queue, message.MessageText, null, Reason(queue), message.InsertedOn ?? default, message.MessageId, cancellationToken);
            await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
        }
        return messages.Length;
    }

    private static string Reason(string queue) => $"It failed as often as a message on {queue} may; the log of that function says why.";
}
