using Postern.Core.Health;
using Postern.Gateway.Settings;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Every run of a queue message begins here. While the gateway drains, the message goes back and the run ends; a run that
/// had begun says that it still works.
/// </summary>
public sealed class QueueRuns(
    DrainSwitch drain,
    RunningStore running,
    MailQueues queues,
    TimerWatch timers,
    Timings timings,
    TimeProvider time
)
{
    // A run that ends sooner has nothing to say.
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(2);

    /// <summary>Does the work of a message, unless the gateway drains; then starts what the timers have not.</summary>
    /// <param name="queue">The queue that it came from.</param>
    /// <param name="message">Its text.</param>
    /// <param name="work">Begins the work.</param>
    /// <param name="cancellationToken">Cancelled when the host stops.</param>
    public async Task RunAsync(
        string queue,
        string message,
        Func<string, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        if (await drain.IsOnAsync(cancellationToken))
        {
            // A new message, whose dequeues count anew: draining makes none poisonous. Stopped before the old one is
            // done there are two, which every processor survives.
            await queues.PutTextAsync(queue, message, timings.DrainPause, CancellationToken.None);
            return;
        }
        await WatchAsync(queue, work(message, cancellationToken), cancellationToken);
        await timers.LookAsync(cancellationToken);
    }

    private async Task WatchAsync(string queue, Task work, CancellationToken cancellationToken)
    {
        if (work.IsCompletedSuccessfully)
            return;
        var row = new RunningRow(Guid.NewGuid().ToString("n"), new RunningWork(queue, time.GetUtcNow()));
        using var ended = new CancellationTokenSource();
        var said = SayAsync(row, ended.Token, cancellationToken);
        try
        {
            await work;
        }
        finally
        {
            await ended.CancelAsync();
            if (await said)
                await TryAsync(() => running.EndAsync(row.Run, CancellationToken.None));
        }
    }

    // True when a row was written.
    private async Task<bool> SayAsync(RunningRow row, CancellationToken ended, CancellationToken cancellationToken)
    {
        var said = false;
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Look, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ended.IsCancellationRequested)
                break;
            await TryAsync(async () =>
            {
                if (!await drain.IsOnAsync(cancellationToken))
                    return;
                said = true;
                await running.SayAsync(row.Run, row.Work, CancellationToken.None);
            });
        }
        return said;
    }

    // What it says is for those who wait: the work does not fail with it.
    private static async Task TryAsync(Func<Task> say)
    {
        try
        {
            await say();
        }
        catch (Exception e) when (StorageTrouble.Passes(e) || e is OperationCanceledException)
        {
            // The row ends by itself, and the next look writes it again.
        }
    }

    private sealed record RunningRow(string Run, RunningWork Work);
}
