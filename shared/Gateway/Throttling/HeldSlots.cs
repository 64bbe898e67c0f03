using Postern.Core.Limits;
using Postern.Core.Validation;

namespace Postern.Gateway.Throttling;

/// <summary>
/// The slots of one server that this process holds, and how many mails use them. Safe for concurrent use.
/// </summary>
internal sealed class HeldSlots(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private List<Versioned<ConnectionSlot>> _slots = [];
    private int _inUse;
    private DateTimeOffset _lastUse;

    /// <summary>Whether a slot is held and free.</summary>
    public bool HasFree
    {
        get
        {
            lock (_lock)
                return _slots.Count(slot => slot.Value.Until > time.GetUtcNow()) > _inUse;
        }
    }

    /// <summary>Uses a slot if one is held and free.</summary>
    public bool TryUse()
    {
        lock (_lock)
        {
            if (!HasFree)
                return false;
            _inUse++;
            return true;
        }
    }

    /// <summary>Adds a new slot and uses it.</summary>
    public void Use(Versioned<ConnectionSlot> taken)
    {
        lock (_lock)
        {
            _slots.Add(taken);
            _inUse++;
        }
    }

    /// <summary>
    /// Waits for another mail to finish and uses its slot; false if no mail uses one, or none finishes in time.
    /// </summary>
    public async Task<bool> WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
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
            var timedOut = e is TimeoutException;
            if (turn.TrySetCanceled(CancellationToken.None))
                return timedOut ? false : throw new OperationCanceledException(cancellationToken);
            // The turn came at the same moment: it is used, or passed on.
            if (timedOut)
                return true;
            Leave();
            throw;
        }
    }

    /// <summary>Passes the slot to the next waiting mail, or sets it free.</summary>
    public void Leave()
    {
        lock (_lock)
        {
            _lastUse = time.GetUtcNow();
            while (_waiting.TryDequeue(out var next))
            {
                if (next.TrySetResult())
                    return;
            }
            _inUse--;
        }
    }

    /// <summary>Whether slots are held that no mail has used for so long.</summary>
    public bool IsIdle(TimeSpan since)
    {
        lock (_lock)
            return _inUse == 0 && _slots.Count > 0 && time.GetUtcNow() - _lastUse >= since;
    }

    public IReadOnlyList<Versioned<ConnectionSlot>> List()
    {
        lock (_lock)
            return [.. _slots];
    }

    public void Replace(List<Versioned<ConnectionSlot>> renewed)
    {
        lock (_lock)
            _slots = renewed;
    }

    /// <summary>Removes and returns all slots; none if a mail uses one.</summary>
    public IReadOnlyList<Versioned<ConnectionSlot>> RemoveUnused()
    {
        lock (_lock)
        {
            if (_inUse > 0)
                return [];
            var slots = _slots;
            _slots = [];
            return slots;
        }
    }

    /// <summary>Removes the slots whose lease has expired and returns whether there were any.</summary>
    public bool RemoveExpired()
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            return _slots.RemoveAll(slot => slot.Value.Until <= now) > 0;
        }
    }
}
