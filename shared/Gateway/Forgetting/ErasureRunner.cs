using Postern.Core.Audit;
using Postern.Core.Erasing;
using Postern.Core.Validation;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Carries erasures out, some at each round of housekeeping: through all of storage, and after an hour once more, for what
/// was under way. A run that dies leaves the progress that was written last, and the next one repeats what came after.
/// </summary>
public sealed class ErasureRunner
{
    // Of the minute between two rounds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // Longer than a run of the gateway, a lease, and the lives of what instances keep in memory.
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromDays(7);

    // Other instances may begin one.
    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(5);

    private readonly ErasureStore _store;
    private readonly ErasureStages _stages;
    private readonly OlderMessages _older;
    private readonly AuditStore _audit;
    private readonly TimeProvider _time;
    private DateTimeOffset _idleUntil;

    internal ErasureRunner(
        ErasureStore store,
        ErasureStages stages,
        OlderMessages older,
        AuditStore audit,
        TimeProvider time
    ) => (_store, _stages, _older, _audit, _time) = (store, stages, older, audit, time);

    /// <summary>Looks again at the next round, since an erasure was begun.</summary>
    public void Wake() => _idleUntil = default;

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (begun, now) = (_time.GetTimestamp(), _time.GetUtcNow());
        if (now < _idleUntil)
            return;
        var open = (await _store.ListAsync(cancellationToken)).Where(job => job.Value.Finished is null).ToList();
        foreach (var job in open.OrderBy(job => job.Value.Begun))
            await RunAsync(job, IsLate, cancellationToken);
        if (open.Count == 0)
            _idleUntil = now + Idle;

        bool IsLate() => _time.GetElapsedTime(begun) >= Longest;
    }

    private async Task RunAsync(Versioned<ErasureJob> job, Func<bool> isLate, CancellationToken cancellationToken)
    {
        for (var current = job; current is not null && current.Value.Finished is null && !isLate(); )
        {
            if (current.Value.NotBefore > _time.GetUtcNow())
                return;
            var after = current.Value.NotBefore is null
                ? await StepAsync(current.Value, isLate, cancellationToken)
                : await GoOnAsync(current.Value, cancellationToken);
            current = await _store.TrySaveAsync(current, after, cancellationToken);
        }
    }

    // What came onto the queues before is done, unless they stand still.
    private async Task<ErasureJob> GoOnAsync(ErasureJob job, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        var waits = now - job.Begun < LongestPause ? await _older.FindAsync(now - Between, cancellationToken) : null;
        return job with { NotBefore = waits is null ? null : now + Pause, WaitsFor = waits };
    }

    private async Task<ErasureJob> StepAsync(ErasureJob job, Func<bool> isLate, CancellationToken cancellationToken)
    {
        if (job.Ended is { } end)
            return await FinishAsync(job, end, cancellationToken);
        var work = new ErasureWork(job, _time.GetUtcNow(), isLate);
        if (job.Stage != ErasureStage.Content)
        {
            return await _stages.RunAsync(work, cancellationToken) is var (partition, row)
                ? work.Progress(partition, row)
                : work.Progress(null, null) with
                {
                    Stage = job.Stage + 1,
                    Wrote = false,
                };
        }
        var isDone = await _stages.EndPassAsync(work, cancellationToken);
        var after = work.Progress(null, null);
        return isDone ? after with { Ended = _time.GetUtcNow() } : NextPass(after);
    }

    private ErasureJob NextPass(ErasureJob job) =>
        job with
        {
            Pass = job.Pass + 1,
            Stage = ErasureStage.Own,
            NotBefore = _time.GetUtcNow() + Between,
            Kept = 0,
        };

    // The time is known before, and with it the place of the entry: repeated after a death, it is the same one.
    private async Task<ErasureJob> FinishAsync(ErasureJob job, DateTimeOffset end, CancellationToken cancellationToken)
    {
        var finished = job with { Finished = end, Address = null, Names = [] };
        var change = AuditedChange.Of($"erasures/{job.Id}", before: null, ErasureState.Of(finished));
        var entry = new AuditEntry
        {
            When = end,
            Action = change.Action,
            What = change.What,
            After = change.After,
        };
        await _audit.PutAsync([(AuditStore.RowOf(end, job.Id), entry)], cancellationToken);
        return finished;
    }
}
