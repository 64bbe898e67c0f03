using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Text;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// The blacklist and the log notes: rows <c>blacklist</c> and <c>note:</c> (newest first) in an address's partition. An entry and the
/// note that tells of it are written in one transaction.
/// </summary>
public sealed class BlacklistStore(GatewayStorage storage)
{
    private const string EntryRow = "blacklist";
    private const string Notes = "note:";
    private const string Bounces = "bounce:";

    // An entity-group transaction takes 100 rows: the entry and its note are two of them.
    private const int BouncesAtOnce = 98;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>The entry of an address, whether it still counts or not; null when there is none.</summary>
    public async Task<Versioned<BlacklistEntry>?> FindAsync(string address, CancellationToken cancellationToken) =>
        await _table.FindAsync(TableKeys.Escape(address), EntryRow, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>Entries whose address begins with <paramref name="prefix"/>, of one reason or all, a page at a time, in the order of their addresses.</summary>
    public async Task<(IReadOnlyList<BlacklistEntry> Entries, string? Continuation)> ListAsync(
        string? prefix,
        BlacklistReason? reason,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var query = _table.QueryAsync<TableEntity>(Filter(prefix, reason), limit, cancellationToken: cancellationToken);
        await foreach (var page in query.AsPages(continuation, limit).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(row => Read(row).Value)], page.ContinuationToken);
        }
        return ([], null);
    }

    /// <summary>Writes an entry with its note. Null when somebody wrote one since <paramref name="before"/> was read (null = there was none).</summary>
    public async Task<ETag?> PutAsync(
        BlacklistEntry entry,
        ETag? before,
        ContactNote note,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(TableKeys.Escape(entry.Address), EntryRow, entry, ("reason", entry.Reason.ToString()));
        var write = before is { } etag
            ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, row, etag)
            : new TableTransactionAction(TableTransactionActionType.Add, row);
        return
            await _table.TrySubmitForTagsAsync([write, Write(entry.Address, note)], cancellationToken)
                is [var written, _]
            ? written
            : null;
    }

    /// <summary>Removes an entry and with it the address's history of bounces. False when somebody wrote it since.</summary>
    public async Task<bool> DeleteAsync(
        string address,
        ETag before,
        ContactNote note,
        CancellationToken cancellationToken
    )
    {
        var partition = TableKeys.Escape(address);
        var bounces = await _table
            .RangeAsync(partition, Bounces, After(Bounces), null, cancellationToken)
            .ToListAsync(cancellationToken);
        List<TableTransactionAction> rest =
        [
            new(TableTransactionActionType.Delete, new TableEntity(partition, EntryRow), before),
            Write(address, note),
        ];
        foreach (
            var chunk in bounces
                .Select(row => new TableTransactionAction(TableTransactionActionType.Delete, row, ETag.All))
                .Chunk(BouncesAtOnce)
        )
        {
            // The history goes first: an entry without one does no harm if this run ends here.
            if (chunk.Length == BouncesAtOnce && !await _table.TrySubmitAsync(chunk, cancellationToken))
                return false;
            if (chunk.Length < BouncesAtOnce)
                rest.AddRange(chunk);
        }
        return await _table.TrySubmitAsync(rest, cancellationToken);
    }

    /// <summary>Log notes on an address, newest first, a page at a time.</summary>
    public async Task<(IReadOnlyList<ContactNote> Notes, string? Continuation)> ListNotesAsync(
        string address,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var query = _table.RangeAsync(TableKeys.Escape(address), Notes, After(Notes), limit, cancellationToken);
        await foreach (var page in query.AsPages(continuation, limit).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(TableRow.Read<ContactNote>)], page.ContinuationToken);
        }
        return ([], null);
    }

    // Repeating a write whose answer was lost meets its own note.
    internal static TableTransactionAction Write(string address, ContactNote note) =>
        new(
            TableTransactionActionType.UpsertReplace,
            TableRow.Write(
                TableKeys.Escape(address),
                $"{Notes}{SortableTime.NewestFirst(note.Time)}{Hash.Of(8, "note", note.Text)}",
                note
            )
        );

    private static string Filter(string? prefix, BlacklistReason? reason)
    {
        var filter = TableClient.CreateQueryFilter($"RowKey eq {EntryRow}");
        if (reason is { } wanted)
            filter += TableClient.CreateQueryFilter($" and reason eq {wanted.ToString()}");
        if (string.IsNullOrEmpty(prefix))
            return filter;
        var from = TableKeys.Escape(prefix);
        return filter + TableClient.CreateQueryFilter($" and PartitionKey ge {from} and PartitionKey lt {After(from)}");
    }

    /// <summary>The first key after all that begin with <paramref name="prefix"/>.</summary>
    private static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static Versioned<BlacklistEntry> Read(TableEntity row) =>
        new(
            TableRow.Read<BlacklistEntry>(row) with
            {
                Address = TableKeys.Unescape(row.PartitionKey),
            },
            row.ETag.ToString()
        );
}
