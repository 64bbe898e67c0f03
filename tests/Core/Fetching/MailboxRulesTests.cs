using Postern.Contracts.Http;
using Postern.Core.Fetching;

namespace Postern.Tests.Fetching;

public sealed class MailboxRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 2, 10, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(5);
    private static readonly IncomingServer Server = new()
    {
        Id = "desk",
        Name = "Desk",
        Host = "imap.example.com",
        UserName = "desk@example.com",
    };

    [Fact]
    public void A_mailbox_is_a_draft_until_it_is_confirmed_and_again_when_it_becomes_another_one()
    {
        var confirmed = Confirmed();
        Assert.Equal(MailboxState.Draft, MailboxRules.StateOf(Server, null));
        Assert.Equal(MailboxState.Draft, MailboxRules.StateOf(Server, new MailboxSchedule { Server = "desk" }));
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(Server, confirmed));
        var sameAccount = Server with { Host = "IMAP.example.com", IntervalMinutes = 1 };
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(sameAccount with { Name = "Else" }, confirmed));
        IncomingServer[] others =
        [
            Server with
            {
                Host = "imap.example.org",
            },
            Server with
            {
                UserName = "other@example.com",
            },
            Server with
            {
                Protocol = MailboxProtocol.Pop3,
            },
        ];
        Assert.All(others, other => Assert.Equal(MailboxState.Draft, MailboxRules.StateOf(other, confirmed)));
    }

    [Fact]
    public void It_is_overdue_by_what_is_beyond_its_own_interval_and_as_a_draft_never()
    {
        var never = MailboxRules.Confirm(new MailboxSchedule { Server = "desk" }, Server, ImportChoice.FromNow, Now);

        Assert.Equal(TimeSpan.Zero, OverdueOf(null, Interval, 600));
        Assert.Equal(TimeSpan.Zero, OverdueOf(never with { Account = "another" }, Interval, 600));
        Assert.Equal(TimeSpan.Zero, OverdueOf(never, TimeSpan.FromMinutes(1440), 600));
        Assert.Equal(TimeSpan.FromMinutes(595), OverdueOf(never, Interval, 600));
        var succeeded = MailboxRules.Succeeded(never, 0, null, Now.AddMinutes(500));
        Assert.Equal(TimeSpan.FromMinutes(95), OverdueOf(succeeded, Interval, 600));
        var failed = MailboxRules.Failed(never, "NO", Now.AddMinutes(500));
        Assert.Equal(TimeSpan.FromMinutes(595), OverdueOf(failed, Interval, 600));
        Assert.Equal(TimeSpan.FromMinutes(5), OverdueOf(never with { LastSuccess = Now.AddDays(-9) }, Interval, 10));

        static TimeSpan OverdueOf(MailboxSchedule? schedule, TimeSpan interval, double minutes) =>
            MailboxHealth.OverdueOf(Server, schedule, interval, Now.AddMinutes(minutes));
    }

    [Fact]
    public void It_fails_with_its_first_failure_is_disabled_after_five_days_and_works_again_with_a_success_or_a_test()
    {
        var schedule = MailboxRules.Failed(Confirmed(), "NO", Now);
        Assert.Equal(MailboxState.Failing, MailboxRules.StateOf(Server, schedule));
        Assert.True(MailboxRules.MayFetch(Server, schedule));

        schedule = MailboxRules.Failed(schedule, "NO", Now.AddDays(4.9));
        Assert.Equal(MailboxState.Failing, MailboxRules.StateOf(Server, schedule));
        var succeeded = MailboxRules.Succeeded(schedule, 0, null, Now.AddDays(4.95));
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(Server, succeeded));

        schedule = MailboxRules.Failed(schedule, "NO", Now.AddDays(5));
        Assert.Equal(MailboxState.Disabled, MailboxRules.StateOf(Server, schedule));
        Assert.False(MailboxRules.MayFetch(Server, schedule));
        Assert.Null(MailboxRules.NextDue(Server, schedule, Interval, Now));
        var confirmed = MailboxRules.Confirm(schedule, Server, ImportChoice.FromNow, Now);
        Assert.Equal(MailboxState.Confirmed, MailboxRules.StateOf(Server, confirmed));
    }

    [Fact]
    public void Somebody_is_told_at_the_third_failure_and_when_it_is_disabled_and_not_in_between()
    {
        var (schedule, told) = (Confirmed(), new List<int>());
        for (var hour = 1; hour <= 130; hour++)
        {
            var after = MailboxRules.Failed(schedule, "NO", Now.AddHours(hour));
            if (MailboxRules.Tells(schedule, after))
                told.Add(hour);
            schedule = after;
        }
        Assert.Equal([3, 121], told);
    }

    [Fact]
    public void It_is_due_an_interval_after_its_last_start_and_a_shorter_interval_counts_at_once()
    {
        var started = Confirmed() with { LastStarted = Now };
        Assert.True(MailboxRules.IsDue(Server, Confirmed(), Interval, Now));
        Assert.False(MailboxRules.IsDue(Server, started, Interval, Now.AddMinutes(4)));
        // The timer may fire a moment early.
        Assert.True(MailboxRules.IsDue(Server, started, Interval, Now.AddMinutes(5).AddSeconds(-2)));
        Assert.True(MailboxRules.IsDue(Server, started, TimeSpan.FromMinutes(1), Now.AddMinutes(4)));
        Assert.False(MailboxRules.IsDue(Server with { Active = false }, Confirmed(), Interval, Now));
        Assert.False(MailboxRules.IsDue(Server, null, Interval, Now));
    }

    [Fact]
    public void A_refused_login_is_repeated_less_and_less_often_and_other_failures_are_not()
    {
        var refused = Confirmed() with { LastStarted = Now };
        var pauses = new List<double>();
        for (var login = 1; login <= 9; login++)
        {
            refused = MailboxRules.Failed(refused, "NO", Now, loginRefused: true);
            pauses.Add(Pause(refused, Interval));
        }
        Assert.Equal([5, 10, 20, 40, 80, 160, 240, 240, 240], pauses);
        // A mailbox that is looked at twice a day is looked at twice a day.
        Assert.Equal(720, Pause(refused, TimeSpan.FromHours(12)));
        // A fault in between says nothing about the password.
        Assert.Equal(240, Pause(MailboxRules.Failed(refused, "BYE", Now), Interval));

        Assert.Equal(5, Pause(MailboxRules.Changed(refused), Interval));
        Assert.Equal(0, MailboxRules.Succeeded(refused, 0, null, Now).RefusedLogins);
        Assert.Equal(0, MailboxRules.Confirm(refused, Server, ImportChoice.FromNow, Now).RefusedLogins);
        var down = MailboxRules.Failed(MailboxRules.Failed(MailboxRules.Changed(refused), "BYE", Now), "BYE", Now);
        Assert.Equal(5, Pause(down, Interval));

        static double Pause(MailboxSchedule schedule, TimeSpan interval) =>
            (MailboxRules.NextDue(Server, schedule, interval, Now)!.Value - Now).TotalMinutes;
    }

    [Fact]
    public void A_run_that_was_stopped_says_nothing_of_the_mailbox()
    {
        var failing = MailboxRules.Failed(Confirmed(), "NO", Now) with { LeasedUntil = Now };
        Assert.Equal(failing with { LeasedUntil = null }, MailboxRules.Interrupted(failing));
    }

    private static MailboxSchedule Confirmed() =>
        MailboxRules.Confirm(new MailboxSchedule { Server = "desk" }, Server, ImportChoice.FromNow, Now);
}
