using Azure.Storage.Queues.Models;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Requests;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>Empties the poison queues into the list of what wants a person, where a message can be replayed.</summary>
public sealed class PoisonQueues(GatewayStorage storage, AttentionStore attention, RawMailStore rawMail)
{
    private const int Batch = 32;

    public async Task<int> DrainAsync(CancellationToken cancellationToken)
    {
        var count = 0;
        foreach (var queue in QueueNames.Triggers)
            count += await DrainAsync(queue, cancellationToken);
        return count;
    }

    private async Task<int> DrainAsync(string queue, CancellationToken cancellationToken)
    {
        var poison = storage.Queue(queue + QueueNames.PoisonSuffix);
        var messages = (await poison.ReceiveMessagesAsync(Batch, cancellationToken: cancellationToken)).Value;
        foreach (var message in messages)
        {
            var (since, identity) = await IdentityAsync(queue, message, cancellationToken);
            await attention.AddMessageAsync(
                AttentionKind.Failed,
                queue,
                message.MessageText,
                null,
                Reason(queue),
                since,
                identity,
                cancellationToken
            );
            await poison.DeleteMessageAsync(message.MessageId, message.PopReceipt, cancellationToken);
        }
        return messages.Length;
    }

    // A mail is one item however often it was tried, and whoever starts it again finds it by that.
    private async Task<(DateTimeOffset Since, string Identity)> IdentityAsync(
        string queue,
        QueueMessage message,
        CancellationToken cancellationToken
    ) =>
        queue == QueueNames.InboundMail
        && RawOf(message.MessageText) is { } raw
        && await rawMail.FindReceivedAsync(raw, cancellationToken) is { } received
            ? (received, "")
            : (message.InsertedOn ?? default, message.MessageId);

    private static string? RawOf(string message)
    {
        try
        {
            return ContractReader.Read<InboundItem>(message).Item?.Raw;
        }
        catch (UnknownContractVersionException)
        {
            return null;
        }
    }

    private static string Reason(string queue) =>
        $"It failed as often as a message on {queue} may; the log of that function says why.";
}
