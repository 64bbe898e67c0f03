using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Writes the rows by which threads and deliveries are found, for messages of versions that wrote none: thread by thread,
/// some at each round of housekeeping. A round ends within a thread too, however long that is: other work waits for it.
/// What is written again is as it was, so it can be repeated at any time.
/// </summary>
public sealed class IndexFill(
    FillStore store,
    ThreadStore threads,
    MessageIndex index,
    Timings timings,
    TimeProvider time
)
{
    private const int ThreadsAtOnce = 100;
    private const int MessagesAtOnce = 50;

    // Of the minute between two rounds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // Another instance may be asked to begin anew.
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(10);

    private DateTimeOffset _finished;

    /// <summary>The progress; null when it was never begun.</summary>
    public async Task<FillState?> FindAsync(CancellationToken cancellationToken) =>
        (await store.FindAsync(cancellationToken))?.Value;

    /// <summary>Begins anew; the next rounds of housekeeping do the work.</summary>
    public async Task<FillState> BeginAsync(CancellationToken cancellationToken)
    {
        var state = new FillState { Begun = time.GetUtcNow() };
        await store.BeginAsync(state, cancellationToken);
        _finished = default;
        return state;
    }

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var (begun, now) = (time.GetTimestamp(), time.GetUtcNow());
        if (now - _finished < Pause)
            return;
        while (!IsLate())
        {
            if (await store.FindAsync(cancellationToken) is not { } before)
            {
                await store.TryAddAsync(First(now), cancellationToken);
                continue;
            }
            if (before.Value.NotBefore > now)
                return;
            if (before.Value.Finished is not null)
            {
                _finished = now;
                return;
            }
            var after = await FillAsync(before.Value, IsLate, cancellationToken);
            if (!await store.TrySaveAsync(before, after, cancellationToken))
                return;
        }

        bool IsLate() => time.GetElapsedTime(begun) >= Longest;
    }

    // What an older version posts, which runs beside this one for a while, would be missed.
    private FillState First(DateTimeOffset now) => new() { Begun = now, NotBefore = now + timings.VersionOverlap };

    private async Task<FillState> FillAsync(FillState state, Func<bool> isLate, CancellationToken cancellationToken)
    {
        var keys = await threads.ListKeysAsync(state.After, ThreadsAtOnce, cancellationToken);
        foreach (var key in keys)
        {
            state = await FillAsync(key, state, isLate, cancellationToken);
            if (state.Message is not null)
                return state;
        }
        return keys.Count < ThreadsAtOnce ? state with { Finished = time.GetUtcNow() } : state;
    }

    private async Task<FillState> FillAsync(
        ThreadKey thread,
        FillState state,
        Func<bool> isLate,
        CancellationToken cancellationToken
    )
    {
        // The thread that was begun may be deleted meanwhile.
        var last = state.Thread == thread.Partition ? state.Message : null;
        while (true)
        {
            var messages = await threads.ListMessagesAsync(thread, last, MessagesAtOnce, cancellationToken);
            foreach (var message in messages)
            {
                var id = new MessageKey(message.Key).Id;
                var deliveries = await threads.ListDeliveriesAsync(thread, id, state: null, cancellationToken);
                await index.AddAsync(message, deliveries, cancellationToken);
                last = message.Key;
                if (isLate())
                    return state with { Thread = thread.Partition, Message = last };
            }
            if (messages.Count < MessagesAtOnce)
                break;
        }
        return state with { Threads = state.Threads + 1, After = thread.Partition, Thread = null, Message = null };
    }
}
