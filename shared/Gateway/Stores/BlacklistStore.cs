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
/// The blacklist and its log notes: the rows <c>blacklist</c> and <c>note:</c> (newest first) in the partition of an
/// address. An entry and the note on its change are written in one transaction.
/// </summary>
public sealed class BlacklistStore(GatewayStorage storage)
{
    private const string EntryRow = "blacklist";
    private const string Notes = "note:";
    private const string Bounces = "bounce:";

    // An entity-group transaction has at most 100 rows, of which the entry and its note are two.
    private const int BouncesAtOnce = 98;
    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>The entry of an address, expired or not; null when there is none.</summary>
    public async Task<Versioned<BlacklistEntry>?> FindAsync(string address, CancellationToken cancellationToken) =>
        await _table.FindAsync(TableKeys.Escape(address), EntryRow, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>A page of entries in the order of their addresses.</summary>
    /// <param name="prefix">Only addresses that begin with it; null for all.</param>
    /// <param name="reason">Only entries with this reason; null for all.</param>
    /// <param name="continuation">Where the page begins; null for the first.</param>
    /// <param name="limit">Most entries.</param>
    /// <param name="cancellationToken">Cancels the query.</param>
    public async Task<(IReadOnlyList<BlacklistEntry> Entries, string? Continuation)> ListAsync(
        string? prefix,
        BlacklistReason? reason,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await _table
            .QueryAsync<TableEntity>(Filter(prefix, reason), limit, cancellationToken: cancellationToken)
            .PageAsync(continuation, limit, cancellationToken);
        return ([.. rows.Select(row => Read(row).Value)], next);
    }

    /// <summary>Writes an entry with its note. Null when the entry was changed since it was read.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="before">The ETag that it was read with; null when there was none.</param>
    /// <param name="note">The note.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<ETag?> PutAsync(
        BlacklistEntry entry,
        ETag? before,
        ContactNote note,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(TableKeys.Escape(entry.Address), EntryRow, entry, ("reason", entry.Reason.ToString()));
        var write = RowWrite.Put(row, before, onlyNew: before is null);
        var tags = await _table.TrySubmitForTagsAsync([write, Write(entry.Address, note)], cancellationToken);
        return tags is [var written, _] ? written : null;
    }

    /// <summary>
    /// Deletes an entry and the bounce history of its address. False when the entry was changed since it was read.
    /// </summary>
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
        var entry = new TableEntity(partition, EntryRow);
        List<TableTransactionAction> last = [RowWrite.Delete(entry, before), Write(address, note)];
        foreach (var chunk in bounces.Select(row => RowWrite.Delete(row, ETag.All)).Chunk(BouncesAtOnce))
        {
            // The history goes first: an entry without one does no harm if this run stops here.
            if (chunk.Length < BouncesAtOnce)
                last.AddRange(chunk);
            else if (!await _table.TrySubmitAsync(chunk, cancellationToken))
                return false;
        }
        return await _table.TrySubmitAsync(last, cancellationToken);
    }

    /// <summary>A page of the log notes on an address, newest first.</summary>
    public async Task<(IReadOnlyList<ContactNote> Notes, string? Continuation)> ListNotesAsync(
        string address,
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await _table
            .RangeAsync(TableKeys.Escape(address), Notes, After(Notes), limit, cancellationToken)
            .PageAsync(continuation, limit, cancellationToken);
        return ([.. rows.Select(TableRow.Read<ContactNote>)], next);
    }

    // An upsert, since a repeated write whose reply was lost finds its own note.
    internal static TableTransactionAction Write(string address, ContactNote note)
    {
        var key = $"{Notes}{SortableTime.NewestFirst(note.Time)}{Hash.Of(8, "note", note.Text)}";
        return RowWrite.Upsert(TableRow.Write(TableKeys.Escape(address), key, note));
    }

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

    /// <summary>The first key after all that begin with a prefix.</summary>
    private static string After(string prefix) => prefix[..^1] + (char)(prefix[^1] + 1);

    private static Versioned<BlacklistEntry> Read(TableEntity row)
    {
        var entry = TableRow.Read<BlacklistEntry>(row);
        return new(entry with { Address = TableKeys.Unescape(row.PartitionKey) }, row.ETag.ToString());
    }
}
