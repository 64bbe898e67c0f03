using Azure.Data.Tables;
using Postern.Contracts.Http;
using Postern.Core.Retention;
using Postern.Core.Text;
using Postern.Gateway.Forgetting;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Expiring;

/// <summary>
/// Forgets addresses without activity since a time: the mails from and to them, bounces, notes, notices and expired entries
/// of the blacklist. Contacts, which people and programs have written, and entries that hold stay.
/// </summary>
internal sealed class IdlePeople(GatewayStorage storage, TableWalk walk)
{
    private const int RowsAtOnce = 100;
    private static readonly TableView View = new(null, null, 1000);
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>Goes on. Returns the run after it; null at the end.</summary>
    public async Task<RetentionRun?> RunAsync(RetentionWork work, CancellationToken cancellationToken)
    {
        if (work.PeopleBefore is not { } before)
            return null;
        var step = work.Erasure(before);
        var address = new AddressRows(null, before);
        // The place is the last address that is done: one is forgotten as a whole.
        var done = work.Run.Partition;
        var hasTime = true;
        var place = await walk.RunAsync(TableNames.People, View, step, VisitAsync, cancellationToken);
        if (place is null && hasTime)
            await LeaveAsync();
        work.Counts = work.Counts with { Looked = work.Counts.Looked + step.Looked };
        return place is null && hasTime ? null : work.Progress(done is null ? null : (done, AfterAll));

        async Task VisitAsync(TableEntity row)
        {
            if (row.PartitionKey != address.Partition)
            {
                await LeaveAsync();
                address = new AddressRows(row.PartitionKey, before);
            }
            address.Add(row);
        }

        async Task LeaveAsync()
        {
            if (address.Partition is null || !hasTime)
                return;
            hasTime = await ForgetAsync(address, work, cancellationToken);
            if (hasTime)
                done = address.Partition;
        }
    }

    // After every row key.
    private const string AfterAll = "~";

    private async Task<bool> ForgetAsync(AddressRows address, RetentionWork work, CancellationToken cancellationToken)
    {
        var (rows, hasForgotten) = (address.ToDelete, false);
        // What is left of them is as old as the rest.
        foreach (var some in rows.Chunk(RowsAtOnce))
        {
            if (hasForgotten && work.IsLate)
                return false;
            await work.BeginDeletingAsync();
            // False when a row has changed, so that the address is not idle.
            if (
                !await _table.TrySubmitAsync([.. some.Select(row => RowWrite.Delete(row, row.ETag))], cancellationToken)
            )
                return true;
            hasForgotten = true;
        }
        if (hasForgotten && address.IsAddress)
            work.Counts = work.Counts with { People = work.Counts.People + 1 };
        return true;
    }

    /// <summary>The rows of an address, or of a list of addresses.</summary>
    private sealed class AddressRows(string? partition, DateTimeOffset before)
    {
        private const string Contact = "contact";
        private const string Blacklist = "blacklist";
        private const string Blacklisted = "blacklisted";
        private const string Erased = "erased";
        private static readonly string[] Dated = ["bounce:", "in:", "note:", "out:"];

        private readonly List<TableEntity> _rows = [];
        private bool _isActive;

        public string? Partition => partition;

        public bool IsAddress => partition?.Contains('@', StringComparison.Ordinal) == true;

        public IReadOnlyList<TableEntity> ToDelete => _isActive ? [] : _rows;

        public void Add(TableEntity row)
        {
            if (!IsAddress)
            {
                if (partition is Blacklisted or Erased && IsOver(row))
                    Take(row);
                return;
            }
            if (row.RowKey == Contact || (row.RowKey == Blacklist && !IsOver(row)))
                return;
            _isActive |= TimeOf(row) > before;
            if (!_isActive)
                Take(row);
        }

        // A busy address has many rows, of which nothing but the key is needed.
        private void Take(TableEntity row) => _rows.Add(new(row.PartitionKey, row.RowKey) { ETag = row.ETag });

        private static DateTimeOffset TimeOf(TableEntity row)
        {
            if (Dated.FirstOrDefault(prefix => row.RowKey.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
                return SortableTime.TryReadNewestFirst(row.RowKey.AsSpan(prefix.Length), out var time) ? time : default;
            // A notice, or what was listed on a day.
            return row.RowKey == Blacklist ? default
                : TableRow.Read<Dating>(row) is var one ? one.Latest
                : default;
        }

        private bool IsOver(TableEntity row) =>
            TableRow.Read<BlacklistEntry>(row) is { Expires: { } expires } entry
            && expires <= before
            && entry.Since <= before;

        private sealed record Dating(DateTimeOffset? Time, DateTime? Day)
        {
            public DateTimeOffset Latest => Time ?? (Day is { } day ? new DateTimeOffset(day, TimeSpan.Zero) : default);
        }
    }
}
