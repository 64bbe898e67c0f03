using Azure;
using Azure.Data.Tables;
using Postern.Core.Limits;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <content>The connection slots of outgoing servers.</content>
public sealed partial class LimitStore
{
    private const string Slots = "slot:";
    private const string AfterSlots = "slot;";

    /// <summary>The slots of a server that were ever taken.</summary>
    public async Task<IReadOnlyList<Versioned<ConnectionSlot>>> ListSlotsAsync(
        string server,
        CancellationToken cancellationToken
    )
    {
        var rows = await _table
            .RangeAsync(Partition(server), Slots, AfterSlots, null, cancellationToken)
            .ToListAsync(cancellationToken);
        return [.. rows.Select(TableRow.ReadVersioned<ConnectionSlot>)];
    }

    /// <summary>Writes a slot. Null when it was changed since it was read.</summary>
    /// <param name="server">The server.</param>
    /// <param name="slot">The slot.</param>
    /// <param name="before">The ETag that it was read with; null when there was none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<Versioned<ConnectionSlot>?> TryWriteSlotAsync(
        string server,
        ConnectionSlot slot,
        ETag? before,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(Partition(server), SlotRow(slot.Number), slot);
        var written = await TryWriteAsync(row, before, cancellationToken);
        return written is { } etag ? new Versioned<ConnectionSlot>(slot, etag.ToString()) : null;
    }

    /// <summary>Frees a slot. False when another run has taken it meanwhile.</summary>
    public Task<bool> FreeSlotAsync(string server, Versioned<ConnectionSlot> slot, CancellationToken cancellationToken)
    {
        var row = new TableEntity(Partition(server), SlotRow(slot.Value.Number)) { ETag = slot.ETag };
        return _table.TryDeleteAsync(row, cancellationToken);
    }

    private static string SlotRow(int number) => $"{Slots}{number:d5}";
}
