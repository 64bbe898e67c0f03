namespace Postern.DevHost.Queues;

/// <summary>
/// How long a listener waits on an empty queue: random exponential from 100 ms up to the configured maximum.
/// </summary>
internal sealed class PollingBackoff(TimeSpan maximum, Random random)
{
    private static readonly TimeSpan Minimum = TimeSpan.FromMilliseconds(100);

    private int _empty;

    /// <summary>Messages were found: the next wait is the shortest.</summary>
    public void Reset() => _empty = 0;

    public TimeSpan Next()
    {
        var jitter = 0.8 + (0.4 * random.NextDouble());
        var step = _empty == 0 ? TimeSpan.Zero : Minimum * (Math.Pow(2, _empty - 1) * jitter);
        var wait = Minimum + step;
        if (wait >= maximum)
        {
            return maximum;
        }

        _empty++;
        return wait;
    }
}
