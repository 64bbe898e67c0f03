using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.Bounces;
using Postern.Core.People;
using Postern.Core.Reports;
using Postern.Core.Text;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The bounces of mail to an address: the rows <c>bounce:</c>, newest first, in its partition of <c>people</c>. A
/// delivery has one row for its bounces, so that a report which is repeated, or forged from one, counts once.
/// </summary>
public sealed class BounceHistory(GatewayStorage storage)
{
    private const string Bounces = "bounce:";
    private const string AfterBounces = "bounce;";
    private const string Blacklist = "blacklist";
    private const string Contact = "contact";
    private const int KeyLength = 20;

    // The largest number that a limit may ask for: every further bounce reads the whole history.
    private const int LongestHistory = 1000;

    // An entity-group transaction has at most 100 rows, of which the note is one.
    private const int RowsAtOnce = 99;
    private const int MostTries = 20;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>The contact, blacklist entry and bounces of an address, in one query.</summary>
    public async Task<AddressStanding> FindAsync(string address, CancellationToken cancellationToken)
    {
        // The keys 'blacklist', 'bounce:' and 'contact' follow each other.
        var rows = await _table
            .RangeAsync(TableKeys.Escape(address), Blacklist, Contact + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        var blacklisted = rows.Find(row => row.RowKey == Blacklist);
        return new AddressStanding(
            rows.Exists(row => row.RowKey == Contact),
            blacklisted is null ? null : TableRow.Read<BlacklistEntry>(blacklisted) with { Address = address },
            [.. rows.Where(IsBounce).Select(TableRow.Read<DeliveryReport>)]
        );
    }

    /// <summary>A page of the reports on mail to an address, newest mail first.</summary>
    public async Task<(IReadOnlyList<DeliveryReport> Reports, string? Continuation)> ListAsync(
        string address,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await RangeOf(TableKeys.Escape(address), limit, cancellationToken)
            .PageAsync(continuation, limit, cancellationToken);
        return ([.. rows.Select(TableRow.Read<DeliveryReport>)], next);
    }

    /// <summary>Adds a report. Idempotent; a report that counts replaces one that does not.</summary>
    public async Task AddAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(TableKeys.Escape(report.Address), Key(report), report);
        if (await _table.TryAddAsync(row, cancellationToken) || !report.Counts)
            return;
        var there = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken);
        if (there is not null && !TableRow.Read<DeliveryReport>(there).Counts)
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Deletes the bounces up to a time, when a mail from the address has shown that it works.</summary>
    public async Task ClearAsync(string address, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var reset = new ContactNote(until, "Bounce history reset: a mail came from the address");
        var note = BlacklistStore.Write(address, reset);
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var rows = await RangeOf(TableKeys.Escape(address), null, cancellationToken).ToListAsync(cancellationToken);
            var past = rows.Where(row => TableRow.Read<DeliveryReport>(row).Time <= until);
            var isWhole = true;
            // False when another run has deleted one of them: the rest is read again.
            foreach (var chunk in past.Chunk(RowsAtOnce))
                isWhole &= await _table.TrySubmitAsync([.. chunk.Select(Deletion), note], cancellationToken);
            if (isWhole)
                return;
        }
        throw new InvalidOperationException(
            $"The bounces of {address} changed {MostTries} times while they were forgotten."
        );
    }

    /// <summary>Deletes the oldest reports of a history that has grown too long.</summary>
    public async Task TrimAsync(
        string address,
        IReadOnlyList<DeliveryReport> history,
        CancellationToken cancellationToken
    )
    {
        if (history.Count < LongestHistory + RowsAtOnce)
            return;
        var partition = TableKeys.Escape(address);
        var surplus = history.Skip(LongestHistory).Select(report => new TableEntity(partition, Key(report)));
        // False when another run deletes them too: the next bounce deletes what is left.
        foreach (var chunk in surplus.Chunk(RowsAtOnce))
            await _table.TrySubmitAsync([.. chunk.Select(Deletion)], cancellationToken);
    }

    private AsyncPageable<TableEntity> RangeOf(string partition, int? pageSize, CancellationToken cancellationToken) =>
        _table.RangeAsync(partition, Bounces, AfterBounces, pageSize, cancellationToken);

    private static TableTransactionAction Deletion(TableEntity row) => RowWrite.Delete(row, ETag.All);

    private static bool IsBounce(TableEntity row) => row.RowKey.StartsWith(Bounces, StringComparison.Ordinal);

    private static string Key(DeliveryReport report)
    {
        var kind = report.Kind.ToString();
        return report is { Thread: { } thread, Message: { } message }
            ? $"{Bounces}{message}{Hash.Of(KeyLength, "bounce", kind, thread.Partition)}"
            : $"{Bounces}{SortableTime.NewestFirst(report.Time)}{Hash.Of(KeyLength, "bounce", kind, report.Source)}";
    }
}
