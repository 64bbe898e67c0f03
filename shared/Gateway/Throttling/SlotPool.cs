using Postern.Core.Limits;
using Postern.Core.Validation;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Throttling;

/// <summary>Leases the connection slots of one server for this process and shares them among its mails.</summary>
internal sealed class SlotPool(string server, LimitStore store, Func<Task> closeConnections, TimeProvider time)
    : IDisposable
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RenewBefore = TimeSpan.FromSeconds(40);

    // Held while slots are written to the table.
    private readonly SemaphoreSlim _writing = new(1);
    private readonly HeldSlots _held = new(time);

    public string Server { get; } = server;

    /// <summary>Whether a slot is held that no mail uses.</summary>
    public bool HasFree => _held.HasFree;

    /// <summary>
    /// Uses a free slot of this process, otherwise a new one, otherwise waits for another mail to finish.
    /// </summary>
    public async Task<bool> EnterAsync(int connections, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (_held.TryUse())
            return true;
        if (await TakeAsync(connections, cancellationToken))
            return true;
        return await _held.WaitAsync(patience, cancellationToken);
    }

    public void Leave() => _held.Leave();

    /// <summary>Whether slots are held that no mail has used for so long.</summary>
    public bool IsIdle(TimeSpan since) => _held.IsIdle(since);

    /// <summary>Closes the connections, then frees the slots, unless a mail uses one of them again.</summary>
    public async Task CloseAsync()
    {
        await _writing.WaitAsync();
        try
        {
            var slots = _held.RemoveUnused();
            if (slots.Count == 0)
                return;
            // A new mail has to take a new slot, and waits for that until these connections are closed.
            await closeConnections();
            foreach (var slot in slots)
                await store.FreeSlotAsync(Server, slot, CancellationToken.None);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>
    /// Renews all leases if one of them expires soon. A slot that another process has taken is given up.
    /// </summary>
    public async Task RenewAsync()
    {
        await _writing.WaitAsync();
        try
        {
            var slots = _held.List();
            var now = time.GetUtcNow();
            if (slots.All(slot => slot.Value.Until - now > RenewBefore))
                return;
            var renewed = await RenewAsync(slots, now + Lease);
            _held.Replace(renewed);
            if (renewed.Count < slots.Count)
                await closeConnections();
        }
        finally
        {
            _writing.Release();
        }
    }

    public void Dispose() => _writing.Dispose();

    private async Task<List<Versioned<ConnectionSlot>>> RenewAsync(
        IReadOnlyList<Versioned<ConnectionSlot>> slots,
        DateTimeOffset until
    )
    {
        var renewed = new List<Versioned<ConnectionSlot>>();
        foreach (var slot in slots)
        {
            var wanted = slot.Value with { Until = until };
            if (await store.TryWriteSlotAsync(Server, wanted, slot.ETag, CancellationToken.None) is { } kept)
                renewed.Add(kept);
        }
        return renewed;
    }

    private async Task<bool> TakeAsync(int connections, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            if (_held.TryUse())
                return true;
            // Another process may use an expired slot with a connection of its own; ours must not stay open beside it.
            if (_held.RemoveExpired())
                await closeConnections();
            return await TakeNewAsync(connections, cancellationToken);
        }
        finally
        {
            _writing.Release();
        }
    }

    private async Task<bool> TakeNewAsync(int connections, CancellationToken cancellationToken)
    {
        var rows = await store.ListSlotsAsync(Server, cancellationToken);
        var now = time.GetUtcNow();
        while (SlotRules.Free(rows.Select(row => row.Value), connections, now) is { } number)
        {
            var before = rows.FirstOrDefault(row => row.Value.Number == number);
            var wanted = new ConnectionSlot(number, Guid.NewGuid().ToString("n"), now + Lease);
            if (await store.TryWriteSlotAsync(Server, wanted, before?.ETag, cancellationToken) is { } taken)
            {
                _held.Use(taken);
                return true;
            }
            rows = await store.ListSlotsAsync(Server, cancellationToken);
        }
        return false;
    }
}
