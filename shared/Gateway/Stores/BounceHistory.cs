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
/// What bounced of the mail to an address: rows <c>bounce:</c>, newest first, in its partition of <c>people</c>. A delivery has one row for its
/// bounces, so that a report that is sent twice, or made up by somebody who has seen one, counts once.
/// </summary>
public sealed class BounceHistory(GatewayStorage storage)
{
    private const string Bounces = "bounce:";
    private const string Blacklist = "blacklist";
    private const string Contact = "contact";
    private const int KeyLength = 20;

    // As many as any limit may ask for. What goes on bouncing would otherwise be read at every further bounce.
    private const int Most = 1000;

    // An entity-group transaction takes 100 rows; a note is one of them.
    private const int RowsAtOnce = 99;
    private const int MostTries = 20;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>What is known of an address, in one query.</summary>
    public async Task<AddressStanding> FindAsync(string address, CancellationToken cancellationToken)
    {
        // 'blacklist', 'bounce:' and 'contact' follow each other.
        var rows = await _table
            .RangeAsync(TableKeys.Escape(address), Blacklist, Contact + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        return new AddressStanding(
            rows.Exists(row => row.RowKey == Contact),
            rows.Where(row => row.RowKey == Blacklist)
                .Select(row => TableRow.Read<BlacklistEntry>(row) with { Address = address })
                .FirstOrDefault(),
            [.. rows.Where(IsBounce).Select(TableRow.Read<DeliveryReport>)]
        );
    }

    /// <summary>The reports on mail to an address, newest mail first, a page at a time.</summary>
    public async Task<(IReadOnlyList<DeliveryReport> Reports, string? Continuation)> ListAsync(
        string address,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var query = _table.RangeAsync(TableKeys.Escape(address), Bounces, After(Bounces), limit, cancellationToken);
        await foreach (var page in query.AsPages(continuation, limit).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(TableRow.Read<DeliveryReport>)], page.ContinuationToken);
        }
        return ([], null);
    }

    /// <summary>Enters a report. Doing it again changes nothing; one that counts takes the place of one that is only shown.</summary>
    public async Task AddAsync(DeliveryReport report, CancellationToken cancellationToken)
    {
        var row = TableRow.Write(TableKeys.Escape(report.Address), Key(report), report);
        if (await _table.TryAddAsync(row, cancellationToken) || !report.Counts)
            return;
        var there = await _table.FindAsync(row.PartitionKey, row.RowKey, cancellationToken);
        if (there is not null && !TableRow.Read<DeliveryReport>(there).Counts)
            await _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>Forgets what bounced up to a time, since the address has shown that it lives.</summary>
    public async Task ClearAsync(string address, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var partition = TableKeys.Escape(address);
        var note = BlacklistStore.Write(
            address,
            new ContactNote(until, "Bounce history reset: a mail came from the address")
        );
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            var rows = await _table
                .RangeAsync(partition, Bounces, After(Bounces), null, cancellationToken)
                .ToListAsync(cancellationToken);
            var (past, whole) = (rows.Where(row => TableRow.Read<DeliveryReport>(row).Time <= until), true);
            // False when another run was faster with one of them: what is left is read anew.
            foreach (var chunk in past.Chunk(RowsAtOnce))
                whole &= await _table.TrySubmitAsync([.. chunk.Select(Deletion), note], cancellationToken);
            if (whole)
                return;
        }
        throw new InvalidOperationException(
            $"The bounces of {address} changed {MostTries} times while they were forgotten."
        );
    }

    /// <summary>Forgets the oldest of a history that has grown too long.</summary>
    public async Task TrimAsync(
        string address,
        IReadOnlyList<DeliveryReport> history,
        CancellationToken cancellationToken
    )
    {
        if (history.Count < Most + RowsAtOnce)
            return;
        foreach (var chunk in history.Skip(Most).Chunk(RowsAtOnce))
        {
            // False when another run does the same: the next bounce sees to what is left.
            await _table.TrySubmitAsync(
                [.. chunk.Select(report => Deletion(new TableEntity(TableKeys.Escape(address), Key(report))))],
                cancellationToken
            );
        }
    }

    private static TableTransactionAction Deletion(TableEntity row) =>
        new(TableTransactionActionType.Delete, row, ETag.All);

    private static bool IsBounce(TableEntity row) => row.RowKey.StartsWith(Bounces, StringComparison.Ordinal);

    private static string Key(DeliveryReport report)
    {
        var kind = report.Kind.ToString();
        return report is { Thread: { } thread, Message: { } message }
            ? $"{Bounces}{message}{Hash.Of(KeyLength, "bounce", kind, thread.Partition)}"
            : $"{Bounces}{SortableTime.NewestFirst(report.Time)}{Hash.Of(KeyLength, "bounce", kind, report.Source)}";
    }

    private static string After(string prefix) => prefix[..^1] + ';';
}
