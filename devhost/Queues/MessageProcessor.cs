using System.Reflection;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Chaos;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Queues;

/// <summary>Processes one message until it is deleted, visible again later, or in the poison queue.</summary>
internal sealed partial class MessageProcessor(
    QueueFunction function,
    QueueSource source,
    FunctionRunner runner,
    ChaosMonkey chaos,
    TimeProvider time,
    ILogger logger
)
{
    private readonly QueueClient _queue = source.Queue;
    private readonly QueueClient? _poison = source.Poison;
    private readonly QueueSettings _settings = source.Settings;

    /// <summary>
    /// Never throws: a storage error is logged, and the message is visible again when its lease ends.
    /// </summary>
    public async Task ProcessAsync(QueueMessage message, CancellationToken stopping)
    {
        try
        {
            if (Decoded(message) is { } text)
            {
                await RunAsync(message, text, stopping);
            }
            else
            {
                await SetAsideAsync(message, message.PopReceipt);
            }
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotCompleted(failure, message.MessageId, _queue.Name);
        }
    }

    // A message has been dequeued too often if each of its runs ended with its process.
    private string? Decoded(QueueMessage message) =>
        _poison is not null && message.DequeueCount > _settings.MaxDequeueCount
            ? null
            : MessageText.Decode(message.MessageText, _settings.IsBase64);

    private async Task RunAsync(QueueMessage message, string text, CancellationToken stopping)
    {
        bool succeeded;
        var held = new MessageLease(_queue, message, source.Lease, time, logger);
        await using (held)
        {
            succeeded = await DeliverAsync(text, stopping);
        }

        if (succeeded)
        {
            await CompleteAsync(message, held.PopReceipt);
        }
        else
        {
            await FailAsync(message, held.PopReceipt);
        }
    }

    // The second delivery simulates another host, so its outcome does not count for this message.
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
            await _queue.UpdateMessageAsync(message.MessageId, popReceipt, (string?)null, TimeSpan.Zero);
            return;
        }

        await _queue.DeleteMessageAsync(message.MessageId, popReceipt);
    }

    private async Task FailAsync(QueueMessage message, string popReceipt)
    {
        if (_poison is null)
        {
            return;
        }

        if (message.DequeueCount >= _settings.MaxDequeueCount)
        {
            await SetAsideAsync(message, popReceipt);
            return;
        }

        await _queue.UpdateMessageAsync(message.MessageId, popReceipt, (string?)null, _settings.VisibilityTimeout);
    }

    private async Task SetAsideAsync(QueueMessage message, string popReceipt)
    {
        if (_poison is null)
        {
            LogUndecodable(message.MessageId, _queue.Name);
            return;
        }

        LogPoisoned(message.MessageId, message.DequeueCount, _poison.Name);
        await PoisonQueue.MoveAsync(_queue, _poison, message.MessageId, popReceipt, message.MessageText);
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
