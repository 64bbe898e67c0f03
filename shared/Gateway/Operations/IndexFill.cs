using Postern.Contracts;
using Postern.Core.Finding;
using Postern.Core.Keys;
using Postern.Gateway.Settings;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Operations;

/// <summary>
/// Writes the rows by which threads and deliveries are found, for messages of versions that wrote none: thread by thread,
/// some at each round of housekeeping. What is written again is as it was, so it can be repeated at any time.
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
        while (time.GetElapsedTime(begun) < Longest)
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
            var after = await FillAsync(before.Value, cancellationToken);
            if (!await store.TrySaveAsync(before, after, cancellationToken))
                return;
        }
    }

    // What an older version posts, which runs beside this one for a while, would be missed.
    private FillState First(DateTimeOffset now) => new() { Begun = now, NotBefore = now + timings.VersionOverlap };

    private async Task<FillState> FillAsync(FillState state, CancellationToken cancellationToken)
    {
        var keys = await threads.ListKeysAsync(state.After, ThreadsAtOnce, cancellationToken);
        foreach (var key in keys)
            await FillAsync(key, cancellationToken);
        return state with
        {
            Threads = state.Threads + keys.Count,
            After = keys.Count > 0 ? keys[^1].Partition : state.After,
            Finished = keys.Count < ThreadsAtOnce ? time.GetUtcNow() : null,
        };
    }

    private async Task FillAsync(ThreadKey thread, CancellationToken cancellationToken)
    {
        string? last = null;
        do
        {
            var messages = await threads.ListMessagesAsync(thread, last, MessagesAtOnce, cancellationToken);
            foreach (var message in messages)
            {
                var id = new MessageKey(message.Key).Id;
                var deliveries = await threads.ListDeliveriesAsync(thread, id, state: null, cancellationToken);
                await index.AddAsync(message, deliveries, cancellationToken);
            }
            last = messages.Count == MessagesAtOnce ? messages[^1].Key : null;
        } while (last is not null);
    }
}
