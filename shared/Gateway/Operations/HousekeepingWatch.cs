using Microsoft.Extensions.Logging;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Starts housekeeping: at each tick of its timer, and from any work of the gateway when the timer does not fire, in
/// one instance.
/// </summary>
public sealed partial class HousekeepingWatch(
    Housekeeper housekeeper,
    HousekeepingTurns turns,
    DrainSwitch drain,
    TimeProvider time,
    ILogger<HousekeepingWatch> logger
)
{
    // Two periods of the timer, and how often an instance asks storage whether they have passed.
    private static readonly TimeSpan Silence = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    // Long enough ago for the first call to look: how long the instance has slept is unknown.
    private long _looked = time.GetTimestamp() - (long)(Pause.TotalSeconds * time.TimestampFrequency);

    /// <summary>One round, for the timer; none while the gateway drains.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _looked, time.GetTimestamp());
        if (await drain.IsOnAsync(cancellationToken))
            return;
        await turns.BeginAsync(time.GetUtcNow(), cancellationToken);
        await housekeeper.RunAsync(cancellationToken);
    }

    /// <summary>
    /// One round if none was started for two periods of the timer. It costs nothing for a minute after the last look,
    /// so that every function may call it. A failure is logged only, since the work that it follows is done.
    /// </summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var looked = Volatile.Read(ref _looked);
        if (time.GetElapsedTime(looked) < Pause)
            return;
        // Of several callers at the same time one looks.
        if (Interlocked.CompareExchange(ref _looked, time.GetTimestamp(), looked) != looked)
            return;
        try
        {
            // In this order, since the second look at storage is seldom needed.
            if (
                await turns.TryBeginAsync(time.GetUtcNow(), Silence, cancellationToken)
                && !await drain.IsOnAsync(cancellationToken)
            )
                await housekeeper.RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Housekeeping failed after other work; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
