using Postern.Contracts.Http;
using Postern.Core.Text;

namespace Postern.Core.Fetching;

/// <summary>The states of a mailbox (draft, confirmed, failing, disabled) and when it is due (P33, P36).</summary>
public static class MailboxRules
{
    /// <summary>How long a mailbox may fail before it is disabled.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(5);

    // A single failure may be a restart of the server.
    private const int FailuresToNotify = 3;
    private const int LongestError = 500;

    // Servers lock accounts after some wrong passwords, and unlock them after some hours.
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(4);

    // A timer that fires a moment early must not delay a mailbox by a whole interval.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Identifies the account of an incoming server: UIDs and UIDLs of one account are meaningless in another.
    /// </summary>
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

    /// <summary>
    /// When mail is fetched next; null = not automatically. A changed interval applies at once. After each refused
    /// login but the first the pause doubles, up to four hours; another failure does not lengthen it.
    /// </summary>
    public static DateTimeOffset? NextDue(
        IncomingServer server,
        MailboxSchedule? schedule,
        TimeSpan interval,
        DateTimeOffset now
    )
    {
        if (!MayFetch(server, schedule))
            return null;
        return schedule!.LastStarted is { } last ? last + PauseAfter(schedule.RefusedLogins, interval) : now;
    }

    private static TimeSpan PauseAfter(int refusedLogins, TimeSpan interval)
    {
        var pause = interval;
        for (var login = 1; login < refusedLogins && pause < LongestPause; login++)
            pause *= 2;
        return refusedLogins > 1 && pause > LongestPause ? Longer(interval, LongestPause) : pause;
    }

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;

    public static bool IsDue(IncomingServer server, MailboxSchedule? schedule, TimeSpan interval, DateTimeOffset now) =>
        NextDue(server, schedule, interval, now) - now <= (interval > 2 * Slack ? Slack : TimeSpan.Zero);

    /// <summary>The schedule after a successful Test &amp; Confirm, which resets all failures.</summary>
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
            RefusedLogins = 0,
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
            RefusedLogins = 0,
            LastError = null,
            Waiting = waiting,
            Warning = Shorten(warning),
        };

    /// <summary>The schedule after a run that failed.</summary>
    /// <param name="schedule">The schedule before.</param>
    /// <param name="error">Why it failed.</param>
    /// <param name="now">The current time.</param>
    /// <param name="loginRefused">Whether the server has refused the login, and not for the time being only.</param>
    public static MailboxSchedule Failed(
        MailboxSchedule schedule,
        string error,
        DateTimeOffset now,
        bool loginRefused = false
    )
    {
        var since = schedule.FailingSince ?? now;
        return schedule with
        {
            LeasedUntil = null,
            FailingSince = since,
            Failures = schedule.Failures + 1,
            RefusedLogins = schedule.RefusedLogins + (loginRefused ? 1 : 0),
            LastError = Shorten(error),
            Disabled = schedule.Disabled ?? (now - since >= Patience ? now : null),
        };
    }

    /// <summary>The schedule after its record was changed: the next login may succeed, and need not wait.</summary>
    public static MailboxSchedule Changed(MailboxSchedule schedule) => schedule with { RefusedLogins = 0 };

    /// <summary>The schedule after a cancelled run, which says nothing about the mailbox.</summary>
    public static MailboxSchedule Interrupted(MailboxSchedule schedule) => schedule with { LeasedUntil = null };

    /// <summary>
    /// Whether administrators are notified of a change: when the mailbox keeps failing, and when it is disabled.
    /// </summary>
    public static bool Tells(MailboxSchedule before, MailboxSchedule after) =>
        (before.Disabled is null && after.Disabled is not null)
        || (before.Failures < FailuresToNotify && after.Failures == FailuresToNotify);

    private static string? Shorten(string? text) => text is null ? null : CutText.At(text, LongestError);
}
