using Postern.Contracts;
using Postern.Core.Configuration;
using Postern.Core.Erasing;
using Postern.Core.Retention;
using Postern.Gateway.Forgetting;

namespace Postern.Gateway.Expiring;

/// <summary>What one step of a run knows and counts.</summary>
/// <param name="run">The run as it was when the step began.</param>
/// <param name="days">How long things are kept now: whoever takes a parameter back stops the run.</param>
/// <param name="isLate">Whether the step is to end.</param>
/// <param name="list">Lists the run in the audit.</param>
internal sealed class RetentionWork(
    RetentionRun run,
    RetentionDays days,
    Func<bool> isLate,
    Func<RetentionRun, Task> list
)
{
    // Content that is noted has this in place of the id of an erasure.
    private const string Id = "retention";

    private bool _listed = run.Listed;

    public RetentionRun Run { get; } = run;

    public bool IsLate => isLate();

    public RetentionCounts Counts { get; set; } = run.Counts;

    /// <summary>Threads without activity since then go; null = none.</summary>
    public DateTimeOffset? ThreadsBefore => Before(days.Threads);

    /// <summary>Plans from before are no longer needed; null = all are.</summary>
    public DateTimeOffset? PlansBefore => Before(days.Plans);

    /// <summary>Addresses without activity since then are forgotten; null = none.</summary>
    public DateTimeOffset? PeopleBefore => Before(days.People);

    /// <summary>The journal before goes; null where the rule for all gateways is enough.</summary>
    public DateTimeOffset? JournalBefore => Before(days.JournalKept < days.JournalWaiting ? days.JournalKept : null);

    /// <summary>Lists the run before the first deletion.</summary>
    public async Task BeginDeletingAsync()
    {
        if (!_listed)
            await list(Run);
        _listed = true;
    }

    /// <summary>The step as the code of erasures knows it.</summary>
    /// <param name="until">What is not older stays.</param>
    /// <param name="thread">The thread that is deleted; null without one.</param>
    public ErasureWork Erasure(DateTimeOffset until, ThreadKey? thread = null) =>
        new(
            new ErasureJob
            {
                Id = Id,
                Kind = ErasureKind.Thread,
                Thread = thread,
                Begun = until,
                Pass = Run.Number,
                Partition = Run.Partition,
                Row = Run.Row,
            },
            Run.Begun,
            () => IsLate
        );

    /// <summary>The run with what this step did.</summary>
    public RetentionRun Progress((string Partition, string Row)? place) =>
        Run with
        {
            Partition = place?.Partition,
            Row = place?.Row,
            Listed = _listed,
            Counts = Counts,
        };

    // Of the day on which the run began, so that all its steps agree.
    private DateTimeOffset? Before(int? kept) => kept is { } value ? Run.Begun.AddDays(-value) : null;
}
