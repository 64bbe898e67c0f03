using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>Health of a mailbox, for monitoring.</summary>
/// <param name="Server">Id of the incoming server.</param>
/// <param name="State">Its state.</param>
/// <param name="LastSuccess">When a run succeeded last.</param>
/// <param name="LagSeconds">Seconds since the last success, or since the confirmation; null for a draft.</param>
/// <param name="Waiting">Number of mails left to the next run.</param>
/// <param name="Failures">Number of failed runs since the last success.</param>
/// <param name="FailingSince">When the first of them failed.</param>
/// <param name="LastError">Why the last of them failed.</param>
/// <param name="NextPoll">When mail is fetched next; null = not automatically.</param>
/// <param name="Warning">A problem that does not prevent importing mail.</param>
/// <param name="TokenExpires">When its client secret or refresh token expires, where known.</param>
public sealed record MailboxHealth(
    string Server,
    MailboxState State,
    DateTimeOffset? LastSuccess,
    long? LagSeconds,
    int Waiting,
    int Failures,
    DateTimeOffset? FailingSince,
    string? LastError,
    DateTimeOffset? NextPoll,
    string? Warning,
    DateTimeOffset? TokenExpires
)
{
    /// <summary>How long before the expiry of a token a warning is given.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    private const string Field = "incoming-servers";

    /// <param name="server">The incoming server.</param>
    /// <param name="schedule">Its schedule; null when it was never confirmed.</param>
    /// <param name="interval">Time between two fetches.</param>
    /// <param name="tokenExpires">When its client secret or refresh token expires, where known.</param>
    /// <param name="now">The current time.</param>
    public static MailboxHealth Of(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset? tokenExpires,
        DateTimeOffset now
    )
    {
        var state = MailboxRules.StateOf(server, schedule);
        var lastSeen = state == MailboxState.Draft ? null : schedule?.LastSuccess ?? schedule?.Confirmed;
        return new MailboxHealth(
            Server: server.Id,
            State: state,
            LastSuccess: schedule?.LastSuccess,
            LagSeconds: (long?)(now - lastSeen)?.TotalSeconds,
            Waiting: schedule?.Waiting ?? 0,
            Failures: schedule?.Failures ?? 0,
            FailingSince: schedule?.FailingSince,
            LastError: schedule?.LastError,
            NextPoll: MailboxRules.NextDue(server, schedule, interval, now),
            Warning: schedule?.Warning,
            TokenExpires: tokenExpires
        );
    }

    /// <summary>
    /// How long a mailbox has not been read beyond its interval; zero while it is in time, and for a draft. The time
    /// goes on for a disabled one.
    /// </summary>
    public static TimeSpan OverdueOf(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset now
    )
    {
        if (schedule is null || MailboxRules.StateOf(server, schedule) == MailboxState.Draft)
            return TimeSpan.Zero;
        // Time before the last confirmation does not count.
        var since = new[] { schedule.LastSuccess, schedule.Confirmed }.Max() ?? now;
        return now - since > interval ? now - since - interval : TimeSpan.Zero;
    }

    /// <summary>Problems that an administrator should solve.</summary>
    public IEnumerable<FieldMessage> Problems(DateTimeOffset now)
    {
        if (StateProblem() is { } problem)
            yield return new(Field, problem);
        if (Warning is { } warning)
            yield return new(Field, $"The mailbox '{Server}': {warning}");
        if (ExpiresSoon(TokenExpires, now))
        {
            var text = $"The token or client secret of the mailbox '{Server}' ends {TokenExpires:u}: renew it before.";
            yield return new(Field, text);
        }
    }

    /// <summary>Whether a token expires soon enough for a warning.</summary>
    public static bool ExpiresSoon(DateTimeOffset? expires, DateTimeOffset now) => expires - now <= Notice;

    private string? StateProblem() =>
        State switch
        {
            MailboxState.Draft => $"The mailbox '{Server}' is not confirmed: test it, or nothing is fetched.",
            MailboxState.Failing =>
                $"The mailbox '{Server}' has failed {Failures} times since {FailingSince:u}: {LastError}",
            MailboxState.Disabled =>
                $"The mailbox '{Server}' was given up after days of failures; test it to go on: {LastError}",
            _ => null,
        };
}
