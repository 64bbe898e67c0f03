using System.Reflection;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Queues;

/// <summary>One message from the get to its end: deleted, visible again later, or in the poison queue.</summary>
internal sealed partial class MessageProcessor(
    QueueFunction function,
    QueueClient queue,
    QueueClient? poison,
    QueueSettings settings,
    TimeSpan lease,
    FunctionRunner runner,
    ChaosMonkey chaos,
    TimeProvider time,
    ILogger logger
)
{
    /// <summary>Never throws: a storage error is logged, and the message comes again when its lease ends.</summary>
    public async Task ProcessAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            await (
                Decoded(message) is { } text
                    ? RunAsync(message, text, stopping)
                    : SetAsideAsync(message, message.PopReceipt)
            );
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotCompleted(failure, message.MessageId, queue.Name);
        }
    }

    // More often than allowed happens when each run ended with its process, before the failure could be told.
    private string? Decoded(QueueMessage message) =>
        poison is not null && message.DequeueCount > settings.MaxDequeueCount
            ? null
            : MessageText.Decode(message.MessageText, settings.IsBase64);

    private async Task RunAsync(QueueMessage message, string text, CancellationToken stopping)
    {
        bool succeeded;
        var held = new MessageLease(queue, message, lease, time, logger);
        await using (held)
        {
            succeeded = await DeliverAsync(text, stopping);
        }

        await (succeeded ? CompleteAsync(message, held.PopReceipt) : FailAsync(message, held.PopReceipt));
    }

    // The second delivery is another host's: its end does not decide about this message.
    private async Task<bool> DeliverAsync(string text, CancellationToken stopping)
    {
        var second = chaos.DeliversTwice() ? TryRunAsync(text, stopping) : Task.FromResult(true);
        var succeeded = await TryRunAsync(text, stopping);
        await second;
        return succeeded;
    }

    private async Task<bool> TryRunAsync(string text, CancellationToken stopping)
    {
        using var cancelled = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        using var midway = chaos.CancelsAfter() is { } moment ? new CancellationTokenSource(moment, time) : null;
        using var linked = midway?.Token.Register(cancelled.Cancel);
        return await runner.TryRunAsync(function, parameter => Argument(parameter, text, cancelled.Token))
            && midway is null;
    }

    private static object? Argument(ParameterInfo parameter, string text, CancellationToken cancelled) =>
        parameter.ParameterType == typeof(CancellationToken) ? cancelled : text;

    private async Task CompleteAsync(QueueMessage message, string popReceipt)
    {
        if (chaos.LeavesUndeleted())
        {
            await queue.UpdateMessageAsync(message.MessageId, popReceipt, (string?)null, TimeSpan.Zero);
            return;
        }

        await queue.DeleteMessageAsync(message.MessageId, popReceipt);
    }

    private async Task FailAsync(QueueMessage message, string popReceipt)
    {
        if (poison is null)
        {
            return;
        }

        if (message.DequeueCount >= settings.MaxDequeueCount)
        {
            await SetAsideAsync(message, popReceipt);
            return;
        }

        await queue.UpdateMessageAsync(message.MessageId, popReceipt, (string?)null, settings.VisibilityTimeout);
    }

    private async Task SetAsideAsync(QueueMessage message, string popReceipt)
    {
        if (poison is null)
        {
            LogUndecodable(message.MessageId, queue.Name);
            return;
        }

        LogPoisoned(message.MessageId, message.DequeueCount, poison.Name);
        await PoisonQueue.MoveAsync(queue, poison, message.MessageId, popReceipt, message.MessageText);
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "Message {MessageId} of queue {Queue} could not be completed; it comes again"
    )]
    private partial void LogNotCompleted(Exception failure, string messageId, string queue);

    [LoggerMessage(
        Level = LogLevel.Error,
        Message = "Message {MessageId}, taken {DequeueCount} times, goes to {Queue}"
    )]
    private partial void LogPoisoned(string messageId, long dequeueCount, string queue);

    [LoggerMessage(Level = LogLevel.Error, Message = "Message {MessageId} of queue {Queue} is not base64; it stays")]
    private partial void LogUndecodable(string messageId, string queue);
}
