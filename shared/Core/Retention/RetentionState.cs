using Postern.Core.Configuration;

namespace Postern.Core.Retention;

/// <summary>A run as it is shown.</summary>
/// <param name="Begun">When it was begun.</param>
/// <param name="Finished">When it ended; null while it goes on.</param>
/// <param name="Stage">What it goes through; null when it has ended.</param>
/// <param name="Counts">What it has looked at, deleted and left.</param>
public sealed record RetentionReport(
    DateTimeOffset Begun,
    DateTimeOffset? Finished,
    RetentionStage? Stage,
    RetentionCounts Counts
)
{
    public static RetentionReport Of(RetentionRun run) =>
        new(run.Begun, run.Finished, run.Finished is null ? run.Stage : null, run.Counts);
}

/// <summary>How long things are kept, and how far their deletion is.</summary>
/// <param name="RawDays">Days for which raw mail is kept.</param>
/// <param name="ThreadDays">Days for which a thread without activity is kept; null = until it is deleted.</param>
/// <param name="PeopleDays">Days for which an address without activity is known; null = until it is erased.</param>
/// <param name="JournalDays">Days for which the journal is kept.</param>
/// <param name="Run">The run that goes on, or the last one; null without any.</param>
/// <param name="Last">The run before that.</param>
/// <param name="Next">When the next one begins; null when none does.</param>
public sealed record RetentionState(
    int RawDays,
    int? ThreadDays,
    int? PeopleDays,
    int JournalDays,
    RetentionReport? Run,
    RetentionReport? Last,
    DateTimeOffset? Next
)
{
    public static RetentionState Of(RetentionDays days, RetentionRun? run, DateTimeOffset? next) =>
        new(
            days.Raw,
            days.Threads,
            days.People,
            days.JournalKept,
            run is null ? null : RetentionReport.Of(run),
            run?.Last,
            next
        );
}
