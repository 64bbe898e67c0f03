using Postern.Contracts.Http;

namespace Postern.Core.Limits;

/// <summary>Use of an outgoing server's limits, and whether sending through it is paused.</summary>
public sealed record ServerLimits
{
    private const string Field = "outgoing-servers";

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

    /// <summary>Warnings for administrators.</summary>
    public IEnumerable<FieldMessage> Problems(OutgoingServer server)
    {
        if (Day is { } day && DailyProblem(server, day) is { } problem)
            yield return new(Field, problem);
        if (Trouble is { } trouble)
            yield return new(Field, $"'{server.Name}' {Describe(trouble)}: {Unhealthy}");
    }

    private static string? DailyProblem(OutgoingServer server, LimitState day)
    {
        if (day.Used >= day.Limit)
            return $"'{server.Name}' has used all of its {day.Limit} recipients in 24 hours: mail waits.";
        return day.Used * 100L >= day.Limit * WarningPercent
            ? $"'{server.Name}' has used {day.Used} of its {day.Limit} recipients in 24 hours."
            : null;
    }

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
