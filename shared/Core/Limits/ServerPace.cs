using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>
/// How fast a server answered a process in the last ten minutes. A server that does not answer in time, or slowly, or
/// has not answered yet, gets a share of the process's runs, so that mail over other servers goes on.
/// </summary>
public sealed record ServerPace
{
    private const int Remembered = 20;
    private static readonly TimeSpan Memory = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Slow = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstAnswer = TimeSpan.FromSeconds(2);

    /// <summary>A server that this process has not used.</summary>
    public static ServerPace Unknown { get; } = new();

    /// <summary>When each run that is with the server began.</summary>
    public IReadOnlyList<DateTimeOffset> Running { get; init; } = [];

    private IReadOnlyList<Ended> Past { get; init; } = [];

    /// <summary>Adds a run.</summary>
    public ServerPace Begin(DateTimeOffset now) => this with { Running = [.. Running, now] };

    /// <summary>Removes a run and notes what came of it.</summary>
    /// <param name="began">The time it was added with.</param>
    /// <param name="result">The result; null when the server was not asked.</param>
    /// <param name="now">The current time.</param>
    public ServerPace End(DateTimeOffset began, DeliveryResult? result, DateTimeOffset now)
    {
        var running = Running.ToList();
        running.Remove(began);
        // A refused connection is no answer, and keeps nobody waiting.
        var counts = result is { TimedOut: true } or { Outcome: DeliveryOutcome.Accepted } or { Code: not null };
        return this with
        {
            Running = running,
            Past = counts ? [.. Past.TakeLast(Remembered - 1), new(now, now - began, result!.TimedOut)] : Past,
        };
    }

    /// <summary>Whether the server gets a share of the runs only.</summary>
    public bool IsLimited(DateTimeOffset now)
    {
        var past = Recent(now);
        return past.Count == 0
            || past.Exists(ended => ended.TimedOut)
            || Median(past.Select(ended => ended.Duration)) > Slow
            || (Running.Count > 0 && Median(Running.Select(began => now - began)) > Slow);
    }

    /// <summary>
    /// How long a mail may wait for the first answer of a server: two seconds for any, five for the one to the mail;
    /// zero when it is known already how it answers.
    /// </summary>
    /// <param name="heard">When the server last answered a command.</param>
    /// <param name="now">The current time.</param>
    public TimeSpan UntilFirstAnswer(DateTimeOffset heard, DateTimeOffset now)
    {
        if (Recent(now).Count > 0 || Running.Count == 0)
            return TimeSpan.Zero;
        var first = Running.Min();
        var left = first + (heard < first ? FirstAnswer : Slow) - now;
        return left > TimeSpan.Zero ? left : TimeSpan.Zero;
    }

    /// <summary>How many mails a number of runs sends through the server in a minute, at the pace so far.</summary>
    public int PerMinute(int runs, DateTimeOffset now)
    {
        var past = Recent(now);
        var each = past.Count == 0 ? Slow : Median(past.Select(ended => ended.Duration));
        return (int)Math.Max(1, runs * (TimeSpan.FromMinutes(1) / (each > Slow ? each : Slow)));
    }

    private List<Ended> Recent(DateTimeOffset now) => [.. Past.Where(ended => now - ended.At < Memory)];

    private static TimeSpan Median(IEnumerable<TimeSpan> durations)
    {
        var sorted = durations.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    private sealed record Ended(DateTimeOffset At, TimeSpan Duration, bool TimedOut);
}
