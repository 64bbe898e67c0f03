using Postern.Core.Delivery;

namespace Postern.Core.Limits;

/// <summary>
/// Decides from a server's replies whether sending through it is paused. After a pause one mail tests the server before
/// all are sent again.
/// </summary>
public static class ServerHealthRules
{
    internal const int RefusedRecipients = 5;
    private const int DoubtedMails = 3;
    private static readonly TimeSpan Probe = TimeSpan.FromMinutes(2);

    /// <summary>Whether a mail may be sent through the server now.</summary>
    public static ServerAccess Access(ServerHealth? health, DateTimeOffset now)
    {
        if (health?.Trouble is null)
            return new(ServerAccessKind.Open);
        if (health.ClosedUntil is { } closed && closed > now)
            return new(ServerAccessKind.Closed, closed, ServerHealthWords.Describe(health, closed));
        if (health.ProbedUntil is { } probed && probed > now)
            return new(ServerAccessKind.Closed, probed, ServerHealthWords.Describe(health, probed));
        return new(ServerAccessKind.Probe);
    }

    /// <summary>The health while one mail tests the server.</summary>
    public static ServerHealth Probing(ServerHealth health, DateTimeOffset now) =>
        health with
        {
            ProbedUntil = now + Probe,
        };

    /// <summary>
    /// The health after a reply: the same record when nothing changes, null when there is no problem.
    /// </summary>
    /// <param name="health">The health before; null when there was no problem.</param>
    /// <param name="server">Id of the server.</param>
    /// <param name="result">The reply.</param>
    /// <param name="recipient">Address of the recipient.</param>
    /// <param name="mail">Unique id of the mail to this recipient.</param>
    /// <param name="now">The current time.</param>
    public static ServerHealth? After(
        ServerHealth? health,
        string server,
        DeliveryResult result,
        string recipient,
        string mail,
        DateTimeOffset now
    )
    {
        // A mail that was in transit when the pause began does not show whether the server works again.
        if (Access(health, now).Kind == ServerAccessKind.Closed && health!.ProbedUntil is null)
            return health;
        var before = health ?? new ServerHealth { Server = server };
        return ServerReplies.Read(result) switch
        {
            ServerReply.Limit => Close(before, ServerTrouble.Limit, result.Text, now),
            ServerReply.Authentication => Close(before, ServerTrouble.Authentication, result.Text, now),
            ServerReply.Refusal => AfterRefusal(before, result.Text, recipient, now),
            ServerReply.Silence => AfterDoubt(before, result, SilenceOf(result, mail, now), now),
            ServerReply.Doubt => AfterDoubt(before, result, mail, now),
            ServerReply.Accepted or ServerReply.Answer => null,
            _ => health,
        };
    }

    /// <summary>What the reply means for the mail that received it.</summary>
    public static ServerLesson Lesson(ServerHealth? before, ServerHealth? after, DeliveryResult result)
    {
        var refusedBefore = before?.Trouble == ServerTrouble.Refusals && before.Refusal == result.Text;
        return ServerReplies.Read(result) switch
        {
            ServerReply.Limit or ServerReply.Authentication => new ServerLesson(after?.ClosedUntil, false),
            ServerReply.Refusal => new ServerLesson(null, refusedBefore),
            // The server may have the mail, so it neither waits as unsent nor goes to another server.
            ServerReply.Silence when result.Outcome == DeliveryOutcome.Unknown => ServerLesson.Nothing,
            ServerReply.Silence or ServerReply.Doubt => new ServerLesson(after?.ClosedUntil, false),
            _ => ServerLesson.Nothing,
        };
    }

    /// <summary>Duration of a pause, which doubles with each consecutive one up to a maximum.</summary>
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

    private static ServerHealth AfterRefusal(ServerHealth before, string text, string recipient, DateTimeOffset now)
    {
        if (before.Trouble == ServerTrouble.Refusals && before.Refusal == text)
            return Close(before, ServerTrouble.Refusals, text, now);
        var known = before.Refusal == text ? before.Refused : [];
        IReadOnlyList<string> refused = known.Contains(recipient) ? known : [.. known, recipient];
        var counted = new ServerHealth
        {
            Server = before.Server,
            Refusal = text,
            Refused = refused,
        };
        return refused.Count < RefusedRecipients ? counted : Close(counted, ServerTrouble.Refusals, text, now);
    }

    // One mail that its scanner chokes on is no silent server; a server that is silent before the mail is.
    private static string SilenceOf(DeliveryResult result, string mail, DateTimeOffset now) =>
        result.Stage == SmtpStage.Content ? mail : $"{mail} {now:O}";

    private static ServerHealth AfterDoubt(ServerHealth before, DeliveryResult result, string doubt, DateTimeOffset now)
    {
        IReadOnlyList<string> doubts = before.Doubts.Contains(doubt) ? before.Doubts : [.. before.Doubts, doubt];
        var counted = before with { Doubts = doubts };
        // After a pause one mail is enough to begin the next.
        return before.Trouble is null && doubts.Count < DoubtedMails
            ? counted
            : Close(before, ServerTrouble.Limit, result.Text, now) with
            {
                Silent = result.TimedOut,
            };
    }

    private static ServerHealth Close(ServerHealth before, ServerTrouble trouble, string why, DateTimeOffset now)
    {
        var isRepeated = before.Trouble == trouble;
        var strikes = isRepeated ? before.Strikes + 1 : 1;
        return before with
        {
            Trouble = trouble,
            Why = why,
            Since = isRepeated ? before.Since : now,
            ClosedUntil = now + Pause(trouble, strikes),
            Strikes = strikes,
            ProbedUntil = null,
            Silent = false,
            Doubts = [],
        };
    }
}
