using System.Reflection;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Postern.DevHost.Configuration;
using Postern.DevHost.Functions;

namespace Postern.DevHost.Timers;

/// <summary>Runs one timer function on its schedule, on one instance at a time and never twice at once.</summary>
internal sealed partial class TimerListener(
    TimerFunction function,
    TimerStatusStore store,
    ListenerLock listenerLock,
    FunctionRunner runner,
    TimeProvider time,
    ILogger logger
) : BackgroundService
{
    // Task.Delay cannot wait longer than some weeks.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private DateTime Now => time.GetUtcNow().UtcDateTime;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await listenerLock.RunAsync(ListenAsync, stoppingToken);
            }
            catch (OperationCanceledException)
            {
                LogStopped(function.Name);
            }
            catch (Exception failure) when (StorageFailure.Is(failure))
            {
                LogNoStatus(failure, function.Name);
                await Task.Delay(PauseAfterFailure, time, stoppingToken)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async Task ListenAsync(CancellationToken held)
    {
        var monitored = TimerRules.IsMonitored(function.Schedule, function.UseMonitor, Now);
        var stored = monitored ? await store.ReadAsync(held) : null;
        var status = TimerRules.Begin(stored, function.Schedule, Now);
        if (monitored && status != stored)
        {
            await store.WriteAsync(status, held);
        }

        var pastDue = TimerRules.IsPastDue(status, Now);
        if (pastDue || function.RunOnStartup)
        {
            status = await RunAsync(status, pastDue, monitored, held);
        }

        while (true)
        {
            await WaitUntilAsync(status.Next, held);
            status = await RunAsync(status, pastDue: false, monitored, held);
        }
    }

    private async Task WaitUntilAsync(DateTime moment, CancellationToken held)
    {
        while (moment - Now is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait < LongestWait ? wait : LongestWait, time, held);
        }
    }

    // A failed run is not repeated; the schedule goes on. A run that was stopped does not count.
    private async Task<TimerStatus> RunAsync(TimerStatus status, bool pastDue, bool monitored, CancellationToken held)
    {
        var started = Now;
        var info = Info(status, pastDue);
        await runner.TryRunAsync(function, parameter => Argument(parameter, info, held));
        held.ThrowIfCancellationRequested();
        var after = TimerRules.AfterRun(status, function.Schedule, started, Now);
        if (monitored)
        {
            await store.WriteAsync(after, held);
        }

        return after;
    }

    private static object? Argument(ParameterInfo parameter, TimerInfo info, CancellationToken held) =>
        parameter.ParameterType == typeof(CancellationToken) ? held : info;

    private static TimerInfo Info(TimerStatus status, bool pastDue) =>
        new()
        {
            IsPastDue = pastDue,
            ScheduleStatus = new ScheduleStatus
            {
                Last = status.Last ?? default,
                Next = status.Next,
                LastUpdated = status.LastUpdated,
            },
        };

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Function} is no longer listened to here")]
    private partial void LogStopped(string function);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The status of {Function} could not be read or written")]
    private partial void LogNoStatus(Exception failure, string function);
}
