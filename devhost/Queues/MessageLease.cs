using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Queues;

/// <summary>
/// Keeps one message invisible while its function runs. It is renewed when half of the lease has passed.
/// </summary>
internal sealed partial class MessageLease : IAsyncDisposable
{
    private readonly QueueClient _queue;
    private readonly string _messageId;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _ended = new();
    private readonly Task _renewing;

    public MessageLease(QueueClient queue, QueueMessage message, TimeSpan lease, TimeProvider time, ILogger logger)
    {
        (_queue, _messageId, _lease, _time, _logger) = (queue, message.MessageId, lease, time, logger);
        PopReceipt = message.PopReceipt;
        _renewing = RenewAsync(_ended.Token);
    }

    /// <summary>Changes with each renewal; only the last one can delete the message.</summary>
    public string PopReceipt { get; private set; }

    /// <summary>Ends the renewal. The pop receipt does not change any more.</summary>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _renewing;
        _ended.Dispose();
    }

    private async Task RenewAsync(CancellationToken ended)
    {
        try
        {
            while (true)
            {
                await Task.Delay(_lease / 2, _time, ended);
                await RenewOnceAsync();
            }
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            return;
        }
    }

    // Not cancelled: the reply contains the pop receipt that is needed at the end of the run.
    private async Task RenewOnceAsync()
    {
        try
        {
            var updated = await _queue.UpdateMessageAsync(
                _messageId,
                PopReceipt,
                (string?)null,
                _lease,
                CancellationToken.None
            );
            PopReceipt = updated.Value.PopReceipt;
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotRenewed(failure, _messageId, _queue.Name);
        }
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "The lease of message {MessageId} of queue {Queue} could not be renewed"
    )]
    private partial void LogNotRenewed(Exception failure, string messageId, string queue);
}
