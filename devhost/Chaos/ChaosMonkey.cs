using Postern.DevHost.Configuration;

namespace Postern.DevHost.Chaos;

/// <summary>Draws the faults. With the same seed and the same order of events the draws are the same.</summary>
internal sealed class ChaosMonkey(ChaosSettings settings, int seed)
{
    private const int LongestBurst = 8;
    private static readonly TimeSpan LatestCancellation = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private readonly Random _random = new(seed);
    private int _busyLeft;

    /// <summary>Whether there are storage faults.</summary>
    public bool TouchesStorage => settings.LostReply > 0 || settings.Busy > 0;

    public bool DeliversTwice() => Happens(settings.Twice);

    public bool LeavesUndeleted() => Happens(settings.Undeleted);

    public bool LosesReply() => Happens(settings.LostReply);

    /// <summary>When to cancel a run, counted from its start; <c>null</c>: not at all.</summary>
    public TimeSpan? CancelsAfter()
    {
        lock (_lock)
        {
            return Draw(settings.Cancel) ? LatestCancellation * _random.NextDouble() : null;
        }
    }

    /// <summary>Whether this request is refused: it belongs to a burst of refusals, or starts one.</summary>
    public bool IsBusy()
    {
        lock (_lock)
        {
            if (_busyLeft == 0 && Draw(settings.Busy))
            {
                _busyLeft = _random.Next(1, LongestBurst + 1);
            }

            return _busyLeft > 0 && _busyLeft-- > 0;
        }
    }

    private bool Happens(double probability)
    {
        lock (_lock)
        {
            return Draw(probability);
        }
    }

    private bool Draw(double probability) => probability > 0 && _random.NextDouble() < probability;
}
