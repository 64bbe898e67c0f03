using NCrontab;
using Postern.DevHost.Timers;

namespace Postern.Tests.DevHost;

public sealed class TimerRulesTests
{
    private static readonly DateTime Noon = new(2026, 3, 1, 12, 0, 0, DateTimeKind.Utc);
    private static readonly CrontabSchedule EveryFiveMinutes = Schedule("0 */5 * * * *");

    [Fact]
    public void A_timer_that_is_new_waits_for_its_next_occurrence()
    {
        var status = TimerRules.Begin(null, EveryFiveMinutes, Noon.AddSeconds(10));

        Assert.Equal((null, Noon.AddMinutes(5)), (status.Last, status.Next));
        Assert.False(TimerRules.IsPastDue(status, Noon.AddSeconds(10)));
    }

    [Fact]
    public void An_occurrence_that_passed_unseen_makes_the_timer_past_due()
    {
        var stored = TimerRules.Begin(null, EveryFiveMinutes, Noon);

        var status = TimerRules.Begin(stored, EveryFiveMinutes, Noon.AddMinutes(17));

        Assert.True(TimerRules.IsPastDue(status, Noon.AddMinutes(17)));
        Assert.Equal(stored, status);
    }

    [Fact]
    public void A_changed_schedule_is_reckoned_from_the_last_run()
    {
        var stored = TimerRules.AfterRun(
            TimerRules.Begin(null, EveryFiveMinutes, Noon),
            EveryFiveMinutes,
            Noon.AddMinutes(5),
            Noon.AddMinutes(5)
        );

        var status = TimerRules.Begin(stored, Schedule("0 0 * * * *"), Noon.AddMinutes(7));

        Assert.Equal(Noon.AddHours(1), status.Next);
    }

    [Fact]
    public void Occurrences_during_a_run_are_skipped()
    {
        var status = TimerRules.AfterRun(
            TimerRules.Begin(null, EveryFiveMinutes, Noon),
            EveryFiveMinutes,
            Noon.AddMinutes(5),
            Noon.AddMinutes(12)
        );

        Assert.Equal((Noon.AddMinutes(5), Noon.AddMinutes(15)), (status.Last, status.Next));
    }

    [Theory]
    [InlineData("0 * * * * *", true, true)]
    [InlineData("0 * * * * *", false, false)]
    [InlineData("*/30 * * * * *", true, false)]
    public void A_timer_of_less_than_a_minute_is_not_monitored(string schedule, bool wanted, bool monitored) =>
        Assert.Equal(monitored, TimerRules.IsMonitored(Schedule(schedule), wanted, Noon));

    private static CrontabSchedule Schedule(string text) =>
        CrontabSchedule.Parse(text, new CrontabSchedule.ParseOptions { IncludingSeconds = true });
}
