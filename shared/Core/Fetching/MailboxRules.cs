using Postern.Contracts.Http;
using Postern.Core.Text;

namespace Postern.Core.Fetching;

/// <summary>The states of a mailbox: draft, confirmed, failing, disabled; and when it is due (P33, P36).</summary>
public static class MailboxRules
{
    /// <summary>How long a mailbox may fail before it is left alone.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(5);

    // One failure may be a server's restart.
    private const int FailuresToTell = 3;
    private const int LongestError = 500;

    // A timer that fires a moment early must not put a mailbox off by a whole period of its own.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);

    /// <summary>Which mailbox on the net a record speaks of. Places of mail in one say nothing of another.</summary>
    public static string AccountOf(IncomingServer server) =>
        Hash.Of(20, "mailbox", server.Protocol.ToString(), server.Host.ToUpperInvariant(), server.UserName);

    public static MailboxState StateOf(IncomingServer server, MailboxSchedule? schedule) =>
        schedule switch
        {
            null => MailboxState.Draft,
            _ when schedule.Account != AccountOf(server) => MailboxState.Draft,
            { Disabled: not null } => MailboxState.Disabled,
            { FailingSince: not null } => MailboxState.Failing,
            _ => MailboxState.Confirmed,
        };

    /// <summary>Whether mail may be fetched at all.</summary>
    public static bool MayFetch(IncomingServer server, MailboxSchedule? schedule) =>
        server.Active && StateOf(server, schedule) is MailboxState.Confirmed or MailboxState.Failing;

    /// <summary>When it is fetched next; null = not by itself. A changed interval counts at once.</summary>
    public static DateTimeOffset? NextDue(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset now
    )
    {
        if (!MayFetch(server, schedule))
            return null;
        return schedule!.LastStarted is { } last ? last + interval : now;
    }

    public static bool IsDue(IncomingServer server, MailboxSchedule? schedule, TimeSpan interval, DateTimeOffset now) =>
        NextDue(server, schedule, interval, now) is { } due
        && due - now <= (interval > 2 * Slack ? Slack : TimeSpan.Zero);

    /// <summary>Test &amp; Confirm went well: whatever kept it from being fetched is over.</summary>
    public static MailboxSchedule Confirm(
        MailboxSchedule schedule,
        IncomingServer server,
        ImportChoice import,
        DateTimeOffset now
    ) =>
        schedule with
        {
            Account = AccountOf(server),
            Confirmed = now,
            Import = import,
            LastStarted = null,
            FailingSince = null,
            Failures = 0,
            LastError = null,
            Disabled = null,
            Warning = null,
        };

    public static MailboxSchedule Succeeded(
        MailboxSchedule schedule,
        int waiting,
        string? warning,
        DateTimeOffset now
    ) =>
        schedule with
        {
            LeasedUntil = null,
            LastSuccess = now,
            FailingSince = null,
            Failures = 0,
            LastError = null,
            Waiting = waiting,
            Warning = Shorten(warning),
        };

    public static MailboxSchedule Failed(MailboxSchedule schedule, string error, DateTimeOffset now)
    {
        var since = schedule.FailingSince ?? now;
        return schedule with
        {
            LeasedUntil = null,
            FailingSince = since,
            Failures = schedule.Failures + 1,
            LastError = Shorten(error),
            Disabled = schedule.Disabled ?? (now - since >= Patience ? now : null),
        };
    }

    /// <summary>A run that was stopped from outside says nothing of the mailbox.</summary>
    public static MailboxSchedule Interrupted(MailboxSchedule schedule) => schedule with { LeasedUntil = null };

    /// <summary>Whether somebody should be told of what has changed: that it keeps failing, and that it was given up.</summary>
    public static bool Tells(MailboxSchedule before, MailboxSchedule after) =>
        (before.Disabled is null && after.Disabled is not null)
        || (before.Failures < FailuresToTell && after.Failures == FailuresToTell);

    private static string? Shorten(string? text) => text is { Length: > LongestError } ? text[..LongestError] : text;
}
