namespace Postern.Bench.Cost;

/// <summary>
/// How often the host of the functions asks a queue in vain: after an empty answer it waits for 100 ms, then each time
/// about twice as long, up to the longest interval of host.json.
/// </summary>
internal static class Polling
{
    private const double Least = 0.1;

    /// <summary>Seconds of the longest interval, <c>maxPollingInterval</c> of host.json.</summary>
    public const double Most = 5;

    private const double Day = 86_400;
    private const int Seed = 17;

    /// <summary>
    /// Empty answers a second, while messages come at random (a Poisson process) and a host is always there to ask. It
    /// is one seeded simulation of a day to a month, so the result is the same each time.
    /// </summary>
    /// <param name="rate">Messages a second, above 0.</param>
    public static double EmptyAnswersPerSecond(double rate)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rate);
        var random = new Random(Seed);
        var end = Math.Clamp(20_000 / rate, Day, 30 * Day);
        var (now, next, empty, row) = (0.0, Interval(random, rate), 0L, 0);
        while (now < end)
        {
            if (next <= now)
            {
                // One answer holds whatever waits.
                while (next <= now)
                    next += Interval(random, rate);
                row = 0;
                // Receives again at once, and finds nothing or what came meanwhile.
                continue;
            }
            empty++;
            now += Math.Min(Most, Least + Step(random, row++));
        }
        return empty / now;
    }

    private static double Step(Random random, int row) =>
        row == 0 ? 0 : Least * Math.Pow(2, Math.Min(row - 1, 20)) * (0.8 + (0.4 * random.NextDouble()));

    private static double Interval(Random random, double rate) => -Math.Log(1 - random.NextDouble()) / rate;
}
