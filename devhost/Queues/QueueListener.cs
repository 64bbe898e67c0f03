using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;

namespace Postern.DevHost.Queues;

/// <summary>
/// Takes messages off a queue as the platform's listener does: batches of <c>batchSize</c>, the next one once no more than
/// <c>newBatchThreshold</c> runs are under way, a random exponential back-off while the queue is empty.
/// </summary>
internal sealed partial class QueueListener(
    QueueClient queue,
    QueueSettings settings,
    TimeSpan lease,
    MessageProcessor processor,
    TimeProvider time,
    ILogger logger
) : BackgroundService
{
    private readonly PollingBackoff _backoff = new(settings.MaxPollingInterval, Random.Shared);
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
        var messages = await GetAsync(stopping);
        if (messages.Length == 0)
        {
            await Task.Delay(_backoff.Next(), time, stopping);
            return;
        }

        _backoff.Reset();
        _running.AddRange(
            messages.Select(message =>
                Task.Run(() => processor.ProcessAsync(message, stopping), CancellationToken.None)
            )
        );
        await WaitForRoomAsync(stopping);
    }

    private async Task WaitForRoomAsync(CancellationToken stopping)
    {
        _running.RemoveAll(run => run.IsCompleted);
        while (_running.Count > settings.Threshold)
        {
            _running.Remove(await Task.WhenAny(_running).WaitAsync(stopping));
        }
    }

    // A get that is cancelled may have leased messages without our seeing them; they would be away for the whole lease.
    private async Task<QueueMessage[]> GetAsync(CancellationToken stopping)
    {
        stopping.ThrowIfCancellationRequested();
        try
        {
            return (await queue.ReceiveMessagesAsync(settings.BatchSize, lease, CancellationToken.None)).Value;
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await TryCreateAsync();
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotRead(failure, queue.Name);
        }

        return [];
    }

    private async Task TryCreateAsync()
    {
        try
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: CancellationToken.None);
        }
        catch (Exception failure) when (StorageFailure.Is(failure))
        {
            LogNotRead(failure, queue.Name);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Queue {Queue} could not be read")]
    private partial void LogNotRead(Exception failure, string queue);
}
