using System.Globalization;
using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <summary>The journal: a row for every received mail, from the moment that it is accepted.</summary>
public sealed partial class JournalStore(GatewayStorage storage)
{
    private const int LargestTransaction = 100;

    // Of each partition of a day, so that all that a call may read is two rounds.
    private const int FewestRows = 150;
    private const int MostTries = 50;
    private const string Expired = "expired";
    private const string LastDay = "day";

    private readonly TableClient _table = storage.Table(TableNames.Journal);

    /// <summary>Adds a mail. False when it has an entry already.</summary>
    public Task<bool> TryAddAsync(JournalEntry entry, CancellationToken cancellationToken) =>
        _table.TryAddAsync(JournalRows.Write(entry), cancellationToken);

    /// <summary>Writes the decision about a mail. The copies that its entry names stay.</summary>
    public async Task SaveAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        var row = TableRow.WithEnd(JournalRows.Write(entry));
        await _table.UpsertEntityAsync(row, TableUpdateMode.Merge, cancellationToken);
        MailMetrics.Decided(entry);
    }

    /// <summary>Names a further copy in the entry of a mail. Nothing is written when there is no entry.</summary>
    public async Task AddCopyAsync(MailId id, MailCopy copy, CancellationToken cancellationToken)
    {
        for (var attempt = 0; attempt < MostTries; attempt++)
        {
            if (await _table.FindAsync(id.Partition, id.Value, cancellationToken) is not { } row)
                return;
            if (JournalRows.AddCopy(row, copy) is not { } change)
                return;
            if (await _table.TryMergeAsync(change, row.ETag, cancellationToken))
                return;
        }
        throw new InvalidOperationException(
            $"The entry of mail {id} changed {MostTries} times while a copy was added."
        );
    }

    public async Task<JournalEntry?> FindAsync(MailId id, CancellationToken cancellationToken) =>
        await _table.FindAsync(id.Partition, id.Value, cancellationToken) is { } row ? JournalRows.Read(row) : null;

    /// <summary>The mails of a day (UTC) in one state, newest first.</summary>
    public Task<IReadOnlyList<JournalEntry>> ListAsync(
        DateTimeOffset day,
        JournalState state,
        int limit,
        CancellationToken cancellationToken
    ) => ListAsync(day, new JournalFilter(state), limit, cancellationToken);

    /// <summary>The mails of a day (UTC) that match a filter, newest first; without a filter all.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ListAsync(
        DateTimeOffset day,
        JournalFilter? filter,
        int limit,
        CancellationToken cancellationToken
    ) => (await ScanAsync(day, filter ?? new(), limit, int.MaxValue, cancellationToken)).Items;

    /// <summary>As <see cref="ListAsync(DateTimeOffset, JournalFilter, int, CancellationToken)"/>, in steps.</summary>
    /// <param name="day">The day.</param>
    /// <param name="filter">Which mails.</param>
    /// <param name="limit">Most mails.</param>
    /// <param name="most">Most rows that are read.</param>
    /// <param name="cancellationToken">Cancels the queries.</param>
    internal Task<Scanned<JournalEntry>> ScanAsync(
        DateTimeOffset day,
        JournalFilter filter,
        int limit,
        int most,
        CancellationToken cancellationToken
    )
    {
        // A subject is no condition of a query: more rows are read than are taken.
        var wanted = Math.Max(limit, filter.Subject is null ? 1 : FewestRows);
        var each = Math.Clamp(wanted, 1, Math.Max(1, Math.Min(most, RangeScan.MostRows) / MailId.Buckets));
        var scan = new RangeScan(_table, [.. MailId.PartitionsOf(day)], each, JournalRows.Conditions(filter));
        return scan.FindAsync(filter.After?.Value, limit, most, SelectAsync, cancellationToken);

        Task<IReadOnlyList<JournalEntry?>> SelectAsync(IReadOnlyList<TableEntity> rows) =>
            Task.FromResult<IReadOnlyList<JournalEntry?>>([
                .. rows.Select(JournalRows.Read).Select(entry => filter.Takes(entry) ? entry : null),
            ]);
    }

    /// <summary>The oldest day (UTC) of which there are mails; null when there are none.</summary>
    internal async Task<DateTimeOffset?> FindOldestDayAsync(CancellationToken cancellationToken)
    {
        // The partitions of days begin with digits, and others do not.
        var filter = TableClient.CreateQueryFilter($"PartitionKey lt {":"}");
        var rows = _table.QueryAsync<TableEntity>(filter, 1, ["PartitionKey"], cancellationToken);
        return await rows.ToListAsync(1, cancellationToken) is [var first]
            ? DateTimeOffset.ParseExact(
                first.PartitionKey[..8],
                "yyyyMMdd",
                CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal
            )
            : null;
    }

    /// <summary>All mails of a partition, in batches that one transaction can delete.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> ReadPartitionAsync(
        string partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            LargestTransaction,
            cancellationToken: cancellationToken
        );
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken))
            yield return [.. page.Values.Select(JournalRows.Read)];
    }

    /// <summary>Deletes entries of one partition.</summary>
    public async Task DeleteAsync(
        string partition,
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellationToken
    )
    {
        if (entries.Count == 0)
            return;
        var rows = entries.Select(entry => RowWrite.Delete(new TableEntity(partition, entry.Id), ETag.All));
        // False when another run has deleted some of them, which deletes the rest too.
        await _table.TrySubmitAsync([.. rows], cancellationToken);
    }

    /// <summary>The last day up to which a kind of data was purged; null before the first purge.</summary>
    public async Task<DateOnly?> ReadExpiredAsync(string what, CancellationToken cancellationToken) =>
        await _table.FindAsync(Expired, what, cancellationToken) is { } row && row.GetInt32(LastDay) is { } day
            ? DateOnly.FromDayNumber(day)
            : null;

    public Task SaveExpiredAsync(string what, DateOnly day, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            new TableEntity(Expired, what) { [LastDay] = day.DayNumber },
            TableUpdateMode.Replace,
            cancellationToken
        );
}
