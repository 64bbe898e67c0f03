using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Configuration;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Erases what belongs to a person alone: the partition of their address, and their entry among the allowed senders. That
/// they are to get no mass mailings is kept first, without their address.
/// </summary>
internal sealed class PersonOwn(
    GatewayStorage storage,
    BlacklistStore blacklist,
    BlacklistedAddresses addresses,
    ErasedAddresses erased,
    InactiveContacts inactive,
    ConfigurationStore configuration
)
{
    private const int AtOnce = 100;
    private readonly TableClient _table = storage.Table(TableNames.People);

    public async Task EraseAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        var address = work.Person.Address;
        if (await blacklist.FindAsync(address, cancellationToken) is { Value: var entry } && entry.CountsAt(work.Now))
            await erased.AddAsync(entry, cancellationToken);
        await addresses.ForgetAsync(address, cancellationToken);
        await inactive.NoteAsync(new Contact { Address = address }, cancellationToken);
        await configuration.DeleteAsync(ConfigurationKinds.AllowedSender, address, null, cancellationToken);
        var partition = TableKeys.Escape(address);
        var rows = await _table
            .QueryAsync<TableEntity>(
                row => row.PartitionKey == partition,
                AtOnce,
                ["PartitionKey", "RowKey"],
                cancellationToken
            )
            .ToListAsync(cancellationToken);
        foreach (var some in rows.Chunk(AtOnce))
        {
            if (await _table.TrySubmitAsync([.. some.Select(row => RowWrite.Delete(row, ETag.All))], cancellationToken))
                work.Changed += some.Length;
        }
    }
}
