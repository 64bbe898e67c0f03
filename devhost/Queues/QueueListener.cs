using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Queues;

/// <summary>
/// Receives messages as the platform's listener does: in batches of <c>batchSize</c>, the next one when no more than
/// <c>newBatchThreshold</c> runs are active, with a random exponential back-off while the queue is empty.
/// </summary>
internal sealed partial class QueueListener(
    QueueSource source,
    MessageProcessor processor,
    TimeProvider time,
    ILogger logger
) : BackgroundService
{
    private readonly PollingBackoff _backoff = new(source.Settings.MaxPollingInterval, Random.Shared);
    private readonly QueueClient _queue = source.Queue;
    private readonly List<Task> _running = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                await PollAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await Task.WhenAll(_running);
        }
    }

    private async Task PollAsync(CancellationToken stopping)
    {
        var messages = await ReceiveAsync(stopping);
        if (messages.Length == 0)
        {
            await Task.Delay(_backoff.Next(), time, stopping);
            return;
        }

        _backoff.Reset();
        _running.AddRange(messages.Select(Start));
        await WaitForRoomAsync(stopping);

        Task Start(QueueMessage message) =>
            Task.Run(() => processor.ProcessAsync(message, stopping), CancellationToken.None);
    }

    private async Task WaitForRoomAsync(CancellationToken stopping)
    {
        _running.RemoveAll(run => run.IsCompleted);
        while (_running.Count > source.Settings.Threshold)
        {
            _running.Remove(await Task.WhenAny(_running).WaitAsync(stopping));
        }
    }

    // Not cancelled: messages whose reply is lost would stay invisible for the whole lease.
    private async Task<QueueMessage[]> ReceiveAsync(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        try
        {
            var size = source.Settings.BatchSize;
            return (await _queue.ReceiveMessagesAsync(size, source.Lease, CancellationToken.None)).Value;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await TryCreateAsync();
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotRead(failure, _queue.Name);
        }

        return [];
    }

    private async Task TryCreateAsync()
    {
        try
        {
            await _queue.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotRead(failure, _queue.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} could not be read")]
    private partial void LogNotRead(Exception failure, string queue);
}
