using Azure.Data.Tables;
using Postern.Storage;

namespace Postern.Journal;

/// <summary>The journal: one row for every mail that came in, from the moment that it was taken in.</summary>
public sealed class JournalStore(GatewayStorage storage)
{
    private readonly TableClient _table = storage.Table(TableNames.Journal);

    /// <summary>Enters a mail. False when it is entered already.</summary>
    public Task<bool> TryAddAsync(JournalEntry entry, CancellationToken cancellationToken) => _table.TryAddAsync(Write(entry), cancellationToken);

    /// <summary>Writes what became of a mail.</summary>
    public Task SaveAsync(JournalEntry entry, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(Write(entry), TableUpdateMode.Replace, cancellationToken);

    public async Task<JournalEntry?> FindAsync(MailId id, CancellationToken cancellationToken) =>
        await _table.FindAsync(id.Partition, id.Value, cancellationToken) is { } row ? TableRow.Read<JournalEntry>(row) : null;

    /// <summary>A day's mails (UTC), newest first; only those in one state when it is given.</summary>
    public async Task<IReadOnlyList<JournalEntry>> ListAsync(DateTimeOffset day, JournalState? state, int limit, CancellationToken cancellationToken)
    {
        var pages = await Task.WhenAll(MailId.PartitionsOf(day).Select(partition => ListAsync(partition, state, limit, cancellationToken)));
        return [.. pages.SelectMany(page => page).OrderBy(entry => entry.Id, StringComparer.Ordinal).Take(limit)];
    }

    private async Task<IReadOnlyList<JournalEntry>> ListAsync(string partition, JournalState? state, int limit, CancellationToken cancellationToken)
    {
        var filter = state is { } one
            ? TableClient.CreateQueryFilter($"PartitionKey eq {partition} and state eq {one.ToString()}")
            : TableClient.CreateQueryFilter($"PartitionKey eq {partition}");
        var entries = new List<JournalEntry>();
        await foreach (var row in _table.QueryAsync<TableEntity>(filter, Math.Min(limit, 1000), cancellationToken: cancellationToken))
        {
            entries.Add(TableRow.Read<JournalEntry>(row));
            if (entries.Count == limit) break;
        }
        return entries;
    }

    private static TableEntity Write(JournalEntry entry)
    {
        var id = new MailId(entry.Id);
        return TableRow.Write(id.Partition, id.Value, entry, ("state", entry.State.ToString()));
    }
}
