using Postern.Core.Limits;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>The slots of one server that this process holds, and who of its mails uses them.</summary>
internal sealed class SlotPool(string server, LimitStore store, Func<Task> closeConnections, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(40);

    // Held while slots are taken, renewed or freed; what is below is guarded by the lock.
    private readonly SemaphoreSlim _writing = new(1);
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private List<Versioned<ConnectionSlot>> _held = [];
    private int _inUse;
    private DateTimeOffset _left;

    public string Server { get; } = server;

    /// <summary>Takes a slot that is held and free, else one from the table, else waits for another mail of this process to finish.</summary>
    public async Task<bool> EnterAsync(int connections, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (TryUse())
            return true;
        if (await TakeAsync(connections, cancellationToken))
            return true;
        return await WaitAsync(patience, cancellationToken);
    }

    public void Leave()
    {
        lock (_lock)
        {
            _left = time.GetUtcNow();
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                    return;
            }
            _inUse--;
        }
    }

    /// <summary>Whether slots are held that no mail has used for a while.</summary>
    public bool IsIdle(TimeSpan since)
    {
        lock (_lock)
            return _inUse == 0 && _held.Count > 0 && time.GetUtcNow() - _left >= since;
    }

    /// <summary>Closes the connections, then frees the slots, unless a mail has come meanwhile.</summary>
    public async Task CloseAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<Versioned<ConnectionSlot>> slots;
            lock (_lock)
            {
                if (_inUse > 0)
                    return;
                (slots, _held) = (_held, []);
            }
            // A mail that comes now must take a slot anew, and waits for that until these connections are closed.
            await closeConnections();
            foreach (var slot in slots)
                await store.FreeSlotAsync(Server, slot, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Renews leases that end soon. One that somebody else has by now is given up.</summary>
    public async Task RenewAsync()
    {
        await _writing.WaitAsync();
        try
        {
            List<Versioned<ConnectionSlot>> slots;
            lock (_lock)
                slots = [.. _held];
            var now = time.GetUtcNow();
            if (slots.All(slot => slot.Value.Until - now > RenewBefore))
                return;
            var renewed = new List<Versioned<ConnectionSlot>>();
            foreach (var slot in slots)
            {
                if (
                    await store.TryWriteSlotAsync(
                        Server,
                        slot.Value with
                        {
                            Until = now + Lease,
                        },
                        slot.ETag,
                        CancellationToken.None
                    ) is
                    { } kept
                )
                    renewed.Add(kept);
            }
            lock (_lock)
                _held = renewed;
            if (renewed.Count < slots.Count)
                await closeConnections();
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private bool TryUse()
    {
        lock (_lock)
        {
            if (_held.Count(slot => slot.Value.Until > time.GetUtcNow()) <= _inUse)
                return false;
            _inUse++;
            return true;
        }
    }

    private async Task<bool> TakeAsync(int connections, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (TryUse())
                return true;
            await DropLapsedAsync();
            var rows = await store.ListSlotsAsync(Server, cancellationToken);
            var now = time.GetUtcNow();
            while (SlotRules.Free(rows.Select(row => row.Value), connections, now) is { } number)
            {
                var before = rows.FirstOrDefault(row => row.Value.Number == number);
                var wanted = new ConnectionSlot(number, Guid.NewGuid().ToString("n"), now + Lease);
                if (await store.TryWriteSlotAsync(Server, wanted, before?.ETag, cancellationToken) is { } taken)
                {
                    Use(taken);
                    return true;
                }
                rows = await store.ListSlotsAsync(Server, cancellationToken);
            }
            return false;
        }
        finally
        {
            _writing.Release();
        }
    }

    // Who has a lapsed slot by now has its connection too; ours must not stay open beside it.
    private async Task DropLapsedAsync()
    {
        bool lapsed;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            lapsed = _held.RemoveAll(slot => slot.Value.Until <= now) > 0;
        }
        if (lapsed)
            await closeConnections();
    }

    private void Use(Versioned<ConnectionSlot> taken)
    {
        lock (_lock)
        {
            _held.Add(taken);
            _inUse++;
        }
    }

    private async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            if (_inUse == 0)
                return false;
            _waiting.Enqueue(turn);
        }
        try
        {
            await turn.Task.WaitAsync(patience, time, cancellationToken);
            return true;
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The turn may have come at this very moment; then it is taken, or passed on.
            if (turn.TrySetCanceled(CancellationToken.None))
                return e is TimeoutException ? false : throw new OperationCanceledException(cancellationToken);
            if (e is TimeoutException)
                return true;
            Leave();
            throw;
        }
    }
}
