using System.Globalization;
using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>Decides from a server's replies whether it gets mail. A closed server is tried with one mail before it gets all again.</summary>
public static class ServerHealthRules
{
    private const int RefusedRecipients = 5;
    private static readonly TimeSpan Probe = TimeSpan.FromMinutes(2);

    /// <summary>Whether the server may get a mail now.</summary>
    public static ServerAccess Access(ServerHealth? health, DateTimeOffset now)
    {
        if (health?.Trouble is null)
            return new(ServerAccessKind.Open);
        if (health.ClosedUntil > now)
            return new(ServerAccessKind.Closed, health.ClosedUntil, Describe(health, health.ClosedUntil.Value));
        if (health.ProbedUntil > now)
            return new(ServerAccessKind.Closed, health.ProbedUntil, Describe(health, health.ProbedUntil.Value));
        return new(ServerAccessKind.Probe);
    }

    /// <summary>Marks that one mail tries the server.</summary>
    public static ServerHealth Probing(ServerHealth health, DateTimeOffset now) =>
        health with
        {
            ProbedUntil = now + Probe,
        };

    /// <summary>What a reply says of the server; the same record when it says nothing new, null when all is well.</summary>
    public static ServerHealth? After(
        ServerHealth? health,
        string server,
        DeliveryResult result,
        string recipient,
        DateTimeOffset now
    )
    {
        var reply = ServerReplies.Read(result);
        // Mails that were under way when the server was closed say nothing of what it will do later.
        if (Access(health, now).Kind == ServerAccessKind.Closed && health!.ProbedUntil is null)
            return health;
        return reply switch
        {
            ServerReply.Limit => Close(health, server, ServerTrouble.Limit, result.Text, now),
            ServerReply.Authentication => Close(health, server, ServerTrouble.Authentication, result.Text, now),
            ServerReply.Refusal => Refuse(health, server, result.Text, recipient, now),
            ServerReply.Accepted or ServerReply.Answer => null,
            _ => health,
        };
    }

    /// <summary>What the reply means for the mail that got it.</summary>
    public static ServerLesson Lesson(ServerHealth? before, ServerHealth? after, DeliveryResult result) =>
        ServerReplies.Read(result) switch
        {
            ServerReply.Limit or ServerReply.Authentication => new ServerLesson(after?.ClosedUntil, false),
            ServerReply.Refusal => new ServerLesson(
                null,
                before?.Trouble == ServerTrouble.Refusals && before.Refusal == result.Text
            ),
            _ => ServerLesson.Nothing,
        };

    /// <summary>How long a server stays closed: a minute or more, twice as long each time in a row.</summary>
    public static TimeSpan Pause(ServerTrouble trouble, int strikes)
    {
        var (first, longest) = trouble switch
        {
            ServerTrouble.Limit => (TimeSpan.FromMinutes(1), TimeSpan.FromHours(1)),
            ServerTrouble.Authentication => (TimeSpan.FromMinutes(5), TimeSpan.FromHours(1)),
            _ => (TimeSpan.FromMinutes(15), TimeSpan.FromHours(4)),
        };
        var grown = first * Math.Pow(2, Math.Clamp(strikes - 1, 0, 10));
        return grown < longest ? grown : longest;
    }

    private static ServerHealth Refuse(
        ServerHealth? health,
        string server,
        string text,
        string recipient,
        DateTimeOffset now
    )
    {
        if (health?.Trouble == ServerTrouble.Refusals && health.Refusal == text)
            return Close(health, server, ServerTrouble.Refusals, text, now);
        var before = health?.Refusal == text ? health.Refused : [];
        IReadOnlyList<string> refused = before.Contains(recipient) ? before : [.. before, recipient];
        var counted = new ServerHealth
        {
            Server = server,
            Refusal = text,
            Refused = refused,
        };
        return refused.Count < RefusedRecipients ? counted : Close(counted, server, ServerTrouble.Refusals, text, now);
    }

    private static ServerHealth Close(
        ServerHealth? health,
        string server,
        ServerTrouble trouble,
        string why,
        DateTimeOffset now
    )
    {
        var strikes = health?.Trouble == trouble ? health.Strikes + 1 : 1;
        return (health ?? new ServerHealth { Server = server }) with
        {
            Trouble = trouble,
            Why = why,
            Since = health?.Trouble == trouble ? health.Since : now,
            ClosedUntil = now + Pause(trouble, strikes),
            Strikes = strikes,
            ProbedUntil = null,
        };
    }

    private static string Describe(ServerHealth health, DateTimeOffset until)
    {
        var what = health.Trouble switch
        {
            ServerTrouble.Limit => "is parked since it said that it gets too much",
            ServerTrouble.Authentication => "refuses our credentials",
            _ => $"refused {RefusedRecipients} recipients in a row with the same words",
        };
        return $"The server {what}; it is tried again at {until.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)} UTC. It said: {health.Why}";
    }
}

/// <summary>What a server's reply means for the mail that got it.</summary>
/// <param name="ClosedUntil">Until when the server gets no mail, if the reply was about that and not about the mail.</param>
/// <param name="RefusesAll">The server is known to refuse every mail like this, so that this one is no worse than others and waits.</param>
public sealed record ServerLesson(DateTimeOffset? ClosedUntil, bool RefusesAll)
{
    public static ServerLesson Nothing { get; } = new(null, false);
}

/// <summary>Whether a server may get a mail.</summary>
/// <param name="Kind">Whether.</param>
/// <param name="Until">While closed: until when.</param>
/// <param name="Why">While closed: why, in words.</param>
public sealed record ServerAccess(ServerAccessKind Kind, DateTimeOffset? Until = null, string? Why = null);

/// <summary>Whether a server may get a mail.</summary>
public enum ServerAccessKind
{
    Open,

    /// <summary>One mail may try whether it works again.</summary>
    Probe,

    Closed,
}
