using Azure.Storage.Queues.Models;
using Postern.Contracts.Queues;
using Postern.Core.Attention;
using Postern.Core.Requests;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>Moves messages from the poison queues to the attention list, from where they can be replayed.</summary>
public sealed class PoisonQueues(
    GatewayStorage storage,
    UnfinishedPlans plans,
    AttentionStore attention,
    RawMailStore rawMail
)
{
    private const int Batch = 32;

    /// <summary>Moves one batch of each queue and returns how many messages that were.</summary>
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
            await plans.QueueAsync(queue, message.MessageText, cancellationToken);
            var (since, identity) = await IdentityAsync(queue, message, cancellationToken);
            // The item names the mail, as Housekeeper does, and does not hold it.
            var kept = queue == QueueNames.InboundMail ? CarriedMail.Without(message.MessageText) : message.MessageText;
            await attention.AddMessageAsync(
                AttentionKind.Failed,
                queue,
                kept,
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

    // A mail is one item however often it failed, and Housekeeper finds the item by the same identity.
    private async Task<(DateTimeOffset Since, string Identity)> IdentityAsync(
        string queue,
        QueueMessage message,
        CancellationToken cancellationToken
    )
    {
        var raw = queue == QueueNames.InboundMail ? RawOf(message.MessageText) : null;
        if (raw is not null && await rawMail.FindReceivedAsync(raw, cancellationToken) is { } received)
            return (received, "");
        return (message.InsertedOn ?? default, message.MessageId);
    }

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
