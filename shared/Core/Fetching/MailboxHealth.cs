using Postern.Contracts.Http;

namespace Postern.Core.Fetching;

/// <summary>How a mailbox is, for whoever watches.</summary>
/// <param name="Server">Id of the incoming server.</param>
/// <param name="State">Its state.</param>
/// <param name="LastSuccess">When it was read to the end last.</param>
/// <param name="LagSeconds">How old what is known of it is: seconds since then, or since it was confirmed.</param>
/// <param name="Waiting">How many mails were left to the next run.</param>
/// <param name="Failures">How many runs have failed since the last success.</param>
/// <param name="FailingSince">Since when.</param>
/// <param name="LastError">What the last one failed with.</param>
/// <param name="NextPoll">When it is read next; null = not by itself.</param>
/// <param name="Warning">What goes wrong although mail comes in.</param>
/// <param name="TokenExpires">When its client secret or refresh token ends, as far as that is known.</param>
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
    /// <summary>How long before its end a token is warned of.</summary>
    public static readonly TimeSpan Notice = TimeSpan.FromDays(14);

    private const string Field = "incoming-servers";

    public static MailboxHealth Of(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset? tokenExpires,
        DateTimeOffset now
    )
    {
        var state = MailboxRules.StateOf(server, schedule);
        var seen = state == MailboxState.Draft ? null : schedule?.LastSuccess ?? schedule?.Confirmed;
        return new MailboxHealth(
            server.Id,
            state,
            schedule?.LastSuccess,
            seen is null ? null : (long)(now - seen.Value).TotalSeconds,
            schedule?.Waiting ?? 0,
            schedule?.Failures ?? 0,
            schedule?.FailingSince,
            schedule?.LastError,
            MailboxRules.NextDue(server, schedule, interval, now),
            schedule?.Warning,
            tokenExpires
        );
    }

    /// <summary>How long a confirmed mailbox is past its own interval; nothing while it is not, and for a draft. One that was given up counts on.</summary>
    public static TimeSpan OverdueOf(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset now
    )
    {
        if (schedule is null || MailboxRules.StateOf(server, schedule) == MailboxState.Draft)
            return TimeSpan.Zero;
        // What came before it was confirmed again was another time's trouble.
        var since = new[] { schedule.LastSuccess, schedule.Confirmed }.Max() ?? now;
        return now - since > interval ? now - since - interval : TimeSpan.Zero;
    }

    /// <summary>What somebody should see to.</summary>
    public IEnumerable<FieldMessage> Problems(DateTimeOffset now)
    {
        if (State == MailboxState.Draft)
            yield return new(Field, $"The mailbox '{Server}' is not confirmed: test it, or nothing is fetched.");
        if (State == MailboxState.Failing)
            yield return new(
                Field,
                $"The mailbox '{Server}' has failed {Failures} times since {FailingSince:u}: {LastError}"
            );
        if (State == MailboxState.Disabled)
            yield return new(
                Field,
                $"The mailbox '{Server}' was given up after days of failures; test it to go on: {LastError}"
            );
        if (Warning is { } warning)
            yield return new(Field, $"The mailbox '{Server}': {warning}");
        if (ExpiresSoon(TokenExpires, now))
            yield return new(
                Field,
                $"The token or client secret of the mailbox '{Server}' ends {TokenExpires:u}: renew it before."
            );
    }

    /// <summary>Whether a token's end is near enough to be warned of.</summary>
    public static bool ExpiresSoon(DateTimeOffset? expires, DateTimeOffset now) => expires - now <= Notice;
}
