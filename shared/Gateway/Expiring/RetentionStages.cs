using System.Diagnostics;
using Postern.Core.Retention;

namespace Postern.Gateway.Expiring;

/// <summary>What a run does at each stage. Every step can be repeated.</summary>
internal sealed class RetentionStages(
    OldThreads threads,
    OldPlans plans,
    IdlePeople people,
    OldJournal journal,
    OldContents contents
)
{
    /// <summary>Goes on with the stage. Returns the run after it, and whether it has come to its end.</summary>
    public async Task<(RetentionRun Run, bool IsDone)> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.Run.Stage == RetentionStage.Contents)
            return await contents.RunAsync(work, cancellationToken);
        var after = await StepAsync(work, cancellationToken);
        return (after ?? work.Progress(null) with { Stage = work.Run.Stage + 1 }, false);
    }

    private Task<RetentionRun?> StepAsync(RetentionWork work, CancellationToken cancellationToken) =>
        work.Run.Stage switch
        {
            RetentionStage.Threads => threads.RunAsync(work, cancellationToken),
            RetentionStage.Plans => plans.RunAsync(work, cancellationToken),
            RetentionStage.People => people.RunAsync(work, cancellationToken),
            RetentionStage.Journal => journal.RunAsync(work, cancellationToken),
            _ => throw new UnreachableException(),
        };
}
