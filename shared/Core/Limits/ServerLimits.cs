using Postern.Contracts.Http;

namespace Postern.Core.Limits;

/// <summary>Use of an outgoing server's limits, and whether sending through it is paused.</summary>
public sealed record ServerLimits
{
    // Share of the daily limit, in percent, at which administrators are warned.
    private const long WarningPercent = 80;

    /// <summary>The last 24 hours; null = no limit.</summary>
    public LimitState? Day { get; init; }

    /// <summary>The current minute; null = no limit.</summary>
    public LimitState? Minute { get; init; }

    /// <summary>End of the pause; null = sending is not paused.</summary>
    public DateTimeOffset? ParkedUntil { get; init; }

    /// <summary>Why sending is paused; null while the server works.</summary>
    public ServerTrouble? Trouble { get; init; }

    /// <summary>The server's reply that caused the pause.</summary>
    public string? Unhealthy { get; init; }

    /// <summary>When the problem began.</summary>
    public DateTimeOffset? Since { get; init; }

    public static ServerLimits Of(OutgoingServer server, SendUsage usage, ServerHealth? health, DateTimeOffset now)
    {
        var trouble = health?.Trouble is null ? null : health;
        return new ServerLimits
        {
            Day = LimitState.Of(server.DailyLimit, usage.LastDay(now)),
            Minute = LimitState.Of(server.RatePerMinute, usage.LastMinute(now)),
            ParkedUntil = trouble?.ClosedUntil > now ? trouble.ClosedUntil : null,
            Trouble = trouble is { Silent: true } ? ServerTrouble.Silence : trouble?.Trouble,
            Unhealthy = trouble?.Why,
            Since = trouble?.Since,
        };
    }

    /// <summary>That the daily limit is almost or wholly used, for administrators; null while it is not.</summary>
    /// <param name="name">Name of the server.</param>
    internal string? DailyProblem(string name)
    {
        if (Day is not { } day || day.Used * 100L < day.Limit * WarningPercent)
            return null;
        return day.Used >= day.Limit
            ? $"'{name}' has used all of its {day.Limit} recipients in 24 hours: mail waits"
            : $"'{name}' has used {day.Used} of its {day.Limit} recipients in 24 hours";
    }

    /// <summary>Why sending is paused, for administrators; null while the server works.</summary>
    /// <param name="name">Name of the server.</param>
    internal string? TroubleProblem(string name) =>
        Trouble is { } trouble ? $"'{name}' {Describe(trouble)}: {Unhealthy}" : null;

    private static string Describe(ServerTrouble trouble) =>
        trouble switch
        {
            ServerTrouble.Limit => "is parked, it says that it takes no mail now",
            ServerTrouble.Silence => "is parked, it does not answer in time",
            ServerTrouble.Authentication => "refuses our credentials",
            _ => "refuses all mail",
        };
}

/// <summary>Use of a limit. Recipients that an instance has reserved and not yet used count as used.</summary>
public sealed record LimitState(int Limit, int Used, int Left)
{
    public static LimitState? Of(int? limit, int used) =>
        limit is { } most ? new LimitState(most, used, Math.Max(0, most - used)) : null;
}
