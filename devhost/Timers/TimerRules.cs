using NCrontab;

namespace Postern.DevHost.Timers;

/// <summary>Decides when a timer is due.</summary>
internal static class TimerRules
{
    private static readonly TimeSpan ShortestMonitored = TimeSpan.FromMinutes(1);

    /// <summary>
    /// The status to start with. A changed schedule counts from the last run, so that a missed occurrence is noticed.
    /// </summary>
    public static TimerStatus Begin(TimerStatus? stored, CrontabSchedule schedule, DateTime now)
    {
        var text = schedule.ToString();
        if (stored is null)
        {
            return new TimerStatus(text, null, schedule.GetNextOccurrence(now), now);
        }

        if (stored.Schedule == text)
        {
            return stored;
        }

        var next = schedule.GetNextOccurrence(stored.Last ?? stored.LastUpdated);
        return stored with { Schedule = text, Next = next, LastUpdated = now };
    }

    /// <summary>Whether an occurrence was missed while the host was stopped.</summary>
    public static bool IsPastDue(TimerStatus status, DateTime now) => now > status.Next;

    /// <summary>
    /// The status after a run. The next occurrence counts from its end: one during the run is skipped.
    /// </summary>
    public static TimerStatus AfterRun(
        TimerStatus status,
        CrontabSchedule schedule,
        DateTime started,
        DateTime ended
    ) => status with { Last = started, Next = schedule.GetNextOccurrence(ended), LastUpdated = ended };

    /// <summary>
    /// Whether the status is stored, so that missed occurrences are noticed; not if the timer is due more often than
    /// every minute.
    /// </summary>
    public static bool IsMonitored(CrontabSchedule schedule, bool wanted, DateTime now)
    {
        var next = schedule.GetNextOccurrence(now);
        return wanted && schedule.GetNextOccurrence(next) - next >= ShortestMonitored;
    }
}
