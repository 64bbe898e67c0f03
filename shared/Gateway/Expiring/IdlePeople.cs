using Azure.Data.Tables;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Forgets addresses without activity since a time: the mails from and to them, bounces, notes, notices and expired entries
/// of the blacklist. Contacts, which people and programs have written, and entries that hold stay.
/// </summary>
internal sealed class IdlePeople(GatewayStorage storage, TableWalk walk)
{
    private const int RowsAtOnce = 100;

    // An address with more is not read to its end before its first rows go.
    private const int MostHeld = 2000;

    // After every row key.
    private const string AfterAll = "~";

    private static readonly TableView View = new(null, null, 1000);
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>Goes on. Returns the run after it; null at the end.</summary>
    public async Task<RetentionRun?> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.PeopleBefore is not { } before)
            return null;
        var (address, done, isLate) = (new AddressRows(null, before), PlaceOf(work.Run), false);
        var step = work.Erasure(before);
        // In the middle of an address there is no place to go on from.
        var whole = new ErasureWork(step.Job, step.Now, () => isLate);
        await walk.RunAsync(TableNames.People, View, whole, VisitAsync, cancellationToken);
        if (!isLate)
            await ForgetAsync(address, before, work, cancellationToken);
        work.Counts = work.Counts with { Looked = work.Counts.Looked + whole.Looked };
        return isLate ? work.Progress(done) : null;

        async Task VisitAsync(TableEntity row)
        {
            if (row.PartitionKey != address.Partition)
            {
                await LeaveAsync();
                if (isLate)
                    return;
                address = new AddressRows(row.PartitionKey, before);
            }
            address.Add(row);
            if (address.ToDelete.Count >= MostHeld || (!address.IsAddress && work.IsLate))
                await ForgetAsync(address, before, work, cancellationToken);
            else if (address is { IsAddress: true, IsActive: false })
                return;
            if (address.IsActive)
                done = (row.PartitionKey, AfterAll);
            else if (!address.IsAddress && address.ToDelete.Count == 0)
                done = (row.PartitionKey, row.RowKey);
            isLate = work.IsLate;
        }

        async Task LeaveAsync()
        {
            if (address.Partition is not { } left)
                return;
            await ForgetAsync(address, before, work, cancellationToken);
            done = (left, AfterAll);
            isLate = work.IsLate;
        }
    }

    private static (string Partition, string Row)? PlaceOf(RetentionRun run) =>
        run.Partition is { } partition ? (partition, run.Row ?? "") : null;

    /// <summary>Deletes what was found, some of it at least.</summary>
    private async Task ForgetAsync(
        AddressRows address,
        DateTimeOffset before,
        RetentionWork work,
        CancellationToken cancellationToken
    )
    {
        var rows = address.ToDelete;
        if (rows.Count == 0)
            return;
        var isPart = address.IsBegun || rows.Count >= MostHeld;
        if (address.IsAddress && isPart && await IsActiveAsync(address, before, cancellationToken))
        {
            address.Keep();
            return;
        }
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            await work.BeginDeletingAsync();
            // False when a row has changed, so that the address is not idle.
            if (
                !await _table.TrySubmitAsync([.. some.Select(row => RowWrite.Delete(row, row.ETag))], cancellationToken)
            )
            {
                address.Keep();
                return;
            }
        }
        // One that goes part by part is counted with its last part.
        if (address.IsAddress && rows.Count < MostHeld)
            work.Counts = work.Counts with { People = work.Counts.People + 1 };
        address.Forget();
    }

    // By the newest of each kind, since not all of its rows were read.
    private async Task<bool> IsActiveAsync(
        AddressRows address,
        DateTimeOffset before,
        CancellationToken cancellationToken
    )
    {
        foreach (var prefix in AddressRows.Dated)
        {
            var first = prefix + SortableTime.NewestFirst(before);
            if (await AnyAsync(address, $"RowKey ge '{prefix}' and RowKey lt '{first}'", cancellationToken))
                return true;
        }
        var others = AddressRows.Dated.Select(prefix =>
            $"(RowKey lt '{prefix}' or RowKey ge '{ThreadRows.After(prefix)}')"
        );
        return await AnyAsync(address, string.Join(" and ", others), cancellationToken);
    }

    private async Task<bool> AnyAsync(AddressRows address, string condition, CancellationToken cancellationToken)
    {
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {address.Partition}") + $" and {condition}";
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, cancellationToken: cancellationToken))
        {
            if (address.IsYoung(row))
                return true;
        }
        return false;
    }
}
