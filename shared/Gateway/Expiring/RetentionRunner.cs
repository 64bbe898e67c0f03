using System.Security.Cryptography;
using Postern.Core.Audit;
using Postern.Core.Configuration;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Core.Validation;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Deletes what is older than the parameters say: a run a day, some of it at each round of housekeeping. A run that dies
/// leaves the progress that was written last, and the next round repeats what came after.
/// </summary>
public sealed class RetentionRunner
{
    private const int IdBytes = 5;

    // Of the minute between two rounds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    // Content is stored, and within this time the message written that names it: what a run has noted is looked for after.
    private static readonly TimeSpan Between = TimeSpan.FromHours(1);

    private readonly RetentionStore _store;
    private readonly RetentionStages _stages;
    private readonly AuditStore _audit;
    private readonly GatewayConfigurationSource _configuration;
    private readonly TimeProvider _time;
    private RetentionDays? _known;
    private DateTimeOffset _idleUntil;

    internal RetentionRunner(
        RetentionStore store,
        RetentionStages stages,
        AuditStore audit,
        GatewayConfigurationSource configuration,
        TimeProvider time
    ) => (_store, _stages, _audit, _configuration, _time) = (store, stages, audit, configuration, time);

    /// <summary>How long things are kept, and how far their deletion is.</summary>
    public async Task<RetentionState> FindAsync(CancellationToken cancellationToken)
    {
        var days = await ReadDaysAsync(cancellationToken);
        var run = (await _store.FindAsync(cancellationToken))?.Value;
        var now = _time.GetUtcNow();
        return RetentionState.Of(
            days,
            run,
            NextAfter(run, days) is { } next && next < now ? now : NextAfter(run, days)
        );
    }

    /// <summary>One round. It makes no call while nothing is to be done.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (begun, now) = (_time.GetTimestamp(), _time.GetUtcNow());
        var days = await ReadDaysAsync(cancellationToken);
        if (now < _idleUntil && days == _known)
            return;
        // A round that fails is followed by one that looks.
        _idleUntil = now;
        var current = await BeginAsync(days, now, cancellationToken);
        while (current is { Value.Finished: null } && !IsLate())
            current = await StepAsync(current, days, IsLate, cancellationToken);
        // Where another instance has written meanwhile, it goes on; this one looks again at the next round.
        (_known, _idleUntil) = (days, current is { Value.Finished: null } ? now : IdleUntil(current?.Value, days, now));

        bool IsLate() => _time.GetElapsedTime(begun) >= Longest;
    }

    private async Task<RetentionDays> ReadDaysAsync(CancellationToken cancellationToken) =>
        (await _configuration.GetAsync(cancellationToken)).Parameters.Retention;

    // Another instance may have begun one that nothing asks for any more, and a parameter may be set again.
    private static DateTimeOffset IdleUntil(RetentionRun? run, RetentionDays days, DateTimeOffset now) =>
        NextAfter(run, days) is { } next && next < now + Day ? next : now + Day;

    private static DateTimeOffset? NextAfter(RetentionRun? run, RetentionDays days)
    {
        if (days.IsNone && run is null or { HasContents: false })
            return null;
        if (run is null)
            return DateTimeOffset.UnixEpoch;
        var (next, atLeast) = (run.Begun + Day, (run.Finished ?? run.Begun) + Between);
        return next > atLeast ? next : atLeast;
    }

    /// <summary>The run that goes on, or the last one; null without any.</summary>
    private async Task<Versioned<RetentionRun>?> BeginAsync(
        RetentionDays days,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var last = await _store.FindAsync(cancellationToken);
        if (last is { Value.Finished: null } || NextAfter(last?.Value, days) is not { } next || next > now)
            return last;
        if (last is not null)
            return await _store.TrySaveAsync(last, last.Value.Next(NewId(), now), cancellationToken);
        var first = new RetentionRun
        {
            Id = NewId(),
            Number = 1,
            Begun = now,
        };
        await _store.TryAddAsync(first, cancellationToken);
        return await _store.FindAsync(cancellationToken);
    }

    private async Task<Versioned<RetentionRun>?> StepAsync(
        Versioned<RetentionRun> current,
        RetentionDays days,
        Func<bool> isLate,
        CancellationToken cancellationToken
    )
    {
        var work = new RetentionWork(
            current.Value,
            days,
            isLate,
            run => ListAsync(run, isFinished: false, cancellationToken)
        );
        var (after, isDone) = await _stages.RunAsync(work, cancellationToken);
        if (isDone)
        {
            after = after with { Finished = _time.GetUtcNow() };
            // A step that died after its deletions finds nothing to delete when it is repeated.
            if (after.Listed || await _audit.ExistsAsync(RowOf(after), cancellationToken))
                await ListAsync(after, isFinished: true, cancellationToken);
        }
        return await _store.TrySaveAsync(current, after, cancellationToken);
    }

    // One entry a run, whose place follows from it.
    private Task ListAsync(RetentionRun run, bool isFinished, CancellationToken cancellationToken)
    {
        var change = AuditedChange.Of($"retention/{run.Id}", run.Counts, after: null);
        var entry = new AuditEntry
        {
            When = run.Begun,
            Action = change.Action,
            What = change.What,
            Before = isFinished ? change.Before : null,
            Unfinished = isFinished ? null : true,
        };
        return _audit.PutAsync([(RowOf(run), entry)], cancellationToken);
    }

    private static string RowOf(RetentionRun run) => AuditStore.RowOf(run.Begun, run.Id);

    private static string NewId() => Base32.Encode(RandomNumberGenerator.GetBytes(IdBytes));
}
