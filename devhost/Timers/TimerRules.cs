using NCrontab;

namespace Postern.DevHost.Timers;

/// <summary>When a timer is due.</summary>
internal static class TimerRules
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>The status to start with. A changed schedule is reckoned from the last run, so what it missed is noticed.</summary>
    public static TimerStatus Begin(TimerStatus? stored, CrontabSchedule schedule, DateTime now)
    {
        var text = schedule.ToString();
        if (stored is null)
        {
            return new TimerStatus(text, null, schedule.GetNextOccurrence(now), now);
        }

        return stored.Schedule == text
            ? stored
            : stored with
            {
                Schedule = text,
                Next = schedule.GetNextOccurrence(stored.Last ?? stored.LastUpdated),
                LastUpdated = now,
            };
    }

    /// <summary>An occurrence was missed while nobody listened.</summary>
    public static bool IsPastDue(TimerStatus status, DateTime now) => now > status.Next;

    /// <summary>The next occurrence is reckoned from the end of the run: one that fell into the run is skipped.</summary>
    public static TimerStatus AfterRun(
        TimerStatus status,
        CrontabSchedule schedule,
        DateTime started,
        DateTime ended
    ) => status with { Last = started, Next = schedule.GetNextOccurrence(ended), LastUpdated = ended };

    /// <summary>The status of a timer that is due more often than every minute is not kept, nor what it missed.</summary>
    public static bool IsMonitored(CrontabSchedule schedule, bool wanted, DateTime now)
    {
        var next = schedule.GetNextOccurrence(now);
        return wanted && schedule.GetNextOccurrence(next) - next >= ShortestMonitored;
    }
}
