using System.Runtime.CompilerServices;
using Azure;
using Azure.Data.Tables;
using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Telemetry;

namespace Postern.Gateway.Stores;

/// <summary>The journal: one row for every mail that came in, from the moment that it was taken in.</summary>
public sealed class JournalStore(GatewayStorage storage)
{
    private const int Batch = 100;
    private const string Expired = "expired";
    private const string LastDay = "day";
    private readonly TableClient _table = storage.Table(TableNames.Journal);

    /// <summary>Enters a mail. False when it is entered already.</summary>
    public Task<bool> TryAddAsync(JournalEntry entry, CancellationToken cancellationToken) =>
        _table.TryAddAsync(Write(entry), cancellationToken);

    /// <summary>Writes what became of a mail.</summary>
    public async Task SaveAsync(JournalEntry entry, CancellationToken cancellationToken)
    {
        await _table.UpsertEntityAsync(Write(entry), TableUpdateMode.Replace, cancellationToken);
        MailMetrics.Decided(entry);
    }

    public async Task<JournalEntry?> FindAsync(MailId id, CancellationToken cancellationToken) =>
        await _table.FindAsync(id.Partition, id.Value, cancellationToken) is { } row
            ? TableRow.Read<JournalEntry>(row)
            : null;

    /// <summary>A day's mails (UTC) in one state, newest first.</summary>
    public Task<IReadOnlyList<JournalEntry>> ListAsync(
        DateTimeOffset day,
        JournalState state,
        int limit,
        CancellationToken cancellationToken
    ) => ListAsync(day, new JournalFilter(state), limit, cancellationToken);

    /// <summary>A day's mails (UTC) that a filter lets through, all without one, newest first.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ListAsync(
        DateTimeOffset day,
        JournalFilter? filter,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var pages = await Task.WhenAll(
            MailId.PartitionsOf(day).Select(partition => ListAsync(partition, filter, limit, cancellationToken))
        );
        return [.. pages.SelectMany(page => page).OrderBy(entry => entry.Id, StringComparer.Ordinal).Take(limit)];
    }

    /// <summary>All mails of a partition, in batches that one transaction can delete.</summary>
    public async IAsyncEnumerable<IReadOnlyList<JournalEntry>> ReadPartitionAsync(
        string partition,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var rows = _table.QueryAsync<TableEntity>(
            TableClient.CreateQueryFilter($"PartitionKey eq {partition}"),
            Batch,
            cancellationToken: cancellationToken
        );
        await foreach (var page in rows.AsPages().WithCancellation(cancellationToken))
            yield return [.. page.Values.Select(TableRow.Read<JournalEntry>)];
    }

    /// <summary>Forgets mails of one partition.</summary>
    public async Task DeleteAsync(
        string partition,
        IReadOnlyList<JournalEntry> entries,
        CancellationToken cancellationToken
    )
    {
        if (entries.Count == 0)
            return;
        var rows = entries.Select(entry => new TableTransactionAction(
            TableTransactionActionType.Delete,
            new TableEntity(partition, entry.Id),
            ETag.All
        ));
        // False: another round has deleted some of them, and will delete the rest.
        await _table.TrySubmitAsync([.. rows], cancellationToken);
    }

    /// <summary>The last day of which what is named has expired; null before the first round.</summary>
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

    private async Task<IReadOnlyList<JournalEntry>> ListAsync(
        string partition,
        JournalFilter? filter,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var query = TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        if (filter?.State is { } state)
            query += " and " + TableClient.CreateQueryFilter($"state eq {state.ToString()}");
        if (filter?.Sender is { } sender)
            query += " and " + TableClient.CreateQueryFilter($"sender eq {sender}");
        if (filter?.MessageId is { } id)
            query += " and " + TableClient.CreateQueryFilter($"messageId eq {id}");
        if (filter?.After is { } after)
            query += " and " + TableClient.CreateQueryFilter($"RowKey gt {after.Value}");
        var entries = new List<JournalEntry>();
        await foreach (
            var row in _table.QueryAsync<TableEntity>(
                query,
                Math.Min(limit, 1000),
                cancellationToken: cancellationToken
            )
        )
        {
            entries.Add(TableRow.Read<JournalEntry>(row));
            if (entries.Count == limit)
                break;
        }
        return entries;
    }

    private static TableEntity Write(JournalEntry entry)
    {
        var id = new MailId(entry.Id);
        var sender = EmailAddress.TryParse(entry.From, out var from) ? from.Address : "";
        return TableRow.Write(
            id.Partition,
            id.Value,
            entry,
            ("state", entry.State.ToString()),
            ("sender", sender),
            ("messageId", Shorten(entry.MessageId))
        );
    }

    // A column holds 32 Ki characters; a Message-Id has at most 998 (RFC 5322 §2.1.1), a forged one may have more.
    private static string Shorten(string? text) =>
        text is null ? ""
        : text.Length <= 998 ? text
        : text[..998];
}
