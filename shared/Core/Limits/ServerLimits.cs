using Postern.Contracts.Http;

namespace Postern.Core.Limits;

/// <summary>How far an outgoing server's limits are used, and whether it gets mail.</summary>
public sealed record ServerLimits
{
    /// <summary>The last 24 hours; null = no limit.</summary>
    public LimitState? Day { get; init; }

    /// <summary>The current minute; null = no limit.</summary>
    public LimitState? Minute { get; init; }

    /// <summary>Until when the server gets no mail; null = it gets mail.</summary>
    public DateTimeOffset? ParkedUntil { get; init; }

    /// <summary>Why it gets no mail; null while it works.</summary>
    public ServerTrouble? Trouble { get; init; }

    /// <summary>The server's words when it last said so.</summary>
    public string? Unhealthy { get; init; }

    /// <summary>Since when it has been so.</summary>
    public DateTimeOffset? Since { get; init; }

    public static ServerLimits Of(OutgoingServer server, SendUsage usage, ServerHealth? health, DateTimeOffset now) =>
        new()
        {
            Day = LimitState.Of(server.DailyLimit, usage.LastDay(now)),
            Minute = LimitState.Of(server.RatePerMinute, usage.LastMinute(now)),
            ParkedUntil = health?.Trouble is not null && health.ClosedUntil > now ? health.ClosedUntil : null,
            Trouble = health?.Trouble,
            Unhealthy = health?.Trouble is null ? null : health.Why,
            Since = health?.Trouble is null ? null : health.Since,
        };

    /// <summary>What administrators should know of it.</summary>
    public IEnumerable<FieldMessage> Problems(OutgoingServer server)
    {
        const string Field = "outgoing-servers";
        if (Day is { } day && day.Used >= day.Limit)
            yield return new(
                Field,
                $"'{server.Name}' has used all of its {day.Limit} recipients in 24 hours: mail waits."
            );
        else if (Day is { } most && most.Used * 100L >= most.Limit * 80L)
            yield return new(
                Field,
                $"'{server.Name}' has used {most.Used} of its {most.Limit} recipients in 24 hours."
            );
        if (Trouble is { } trouble)
            yield return new(Field, $"'{server.Name}' {Describe(trouble)}: {Unhealthy}");
    }

    private static string Describe(ServerTrouble trouble) =>
        trouble switch
        {
            ServerTrouble.Limit => "is parked, it says that it gets too much",
            ServerTrouble.Authentication => "refuses our credentials",
            _ => "refuses all mail",
        };
}

/// <summary>How far a limit is used. What instances have taken and not yet sent counts as used.</summary>
public sealed record LimitState(int Limit, int Used, int Left)
{
    public static LimitState? Of(int? limit, int used) =>
        limit is { } most ? new LimitState(most, used, Math.Max(0, most - used)) : null;
}
