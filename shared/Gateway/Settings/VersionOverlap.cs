using Postern.Gateway.Stores;

namespace Postern.Gateway.Settings;

/// <summary>
/// Whether an older version may still run beside this one, as it does for a while during an upgrade. What an older version
/// cannot finish is not begun until then.
/// </summary>
public sealed class VersionOverlap(HousekeepingTurns turns, Timings timings, TimeProvider time)
{
    // An instance asks no more often.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private long _asked = long.MinValue;
    private volatile bool _isOver = timings.VersionOverlap == TimeSpan.Zero;

    /// <summary>Whether none runs any more. Costs one read in a process, and one in five minutes while some may run.</summary>
    public async Task<bool> IsOverAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (_isOver || now.UtcTicks < Volatile.Read(ref _asked) + Pause.Ticks)
            return _isOver;
        Volatile.Write(ref _asked, now.UtcTicks);
        if (await turns.FindSinceAsync(cancellationToken) is { } since && now - since >= timings.VersionOverlap)
            _isOver = true;
        return _isOver;
    }
}
