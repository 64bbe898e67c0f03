using Azure;
using Azure.Data.Tables;
using Postern.Core.Journal;
using Postern.Core.Text;

namespace Postern.Gateway.Stores;

/// <summary>Mail that no run works on although it is not decided.</summary>
public sealed partial class JournalStore
{
    // A column of its own: it is nobody's business but the housekeeper's, and means nothing once the mail is decided.
    private const string Lease = "lease";

    /// <summary>
    /// Notes that a run works on a mail until a time at most. Nothing is noted on a mail without an entry.
    /// </summary>
    public async Task LeaseAsync(MailId id, DateTimeOffset until, CancellationToken cancellationToken)
    {
        var row = new TableEntity(id.Partition, id.Value) { [Lease] = until };
        try
        {
            await _table.UpdateEntityAsync(row, ETag.All, TableUpdateMode.Merge, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 404)
        {
            // It was deleted with its day.
        }
    }

    /// <summary>
    /// The undecided mails of a day (UTC) that were received before a time and that no run works on now.
    /// </summary>
    public async Task<IReadOnlyList<JournalEntry>> ListStalledAsync(
        DateTimeOffset day,
        DateTimeOffset receivedBefore,
        DateTimeOffset now,
        CancellationToken cancellationToken
    )
    {
        var older = new MailId(SortableTime.NewestFirst(receivedBefore));
        var filter = new JournalFilter(JournalState.Pending, After: older);
        var stalled = new List<JournalEntry>();
        foreach (var partition in MailId.PartitionsOf(day))
        {
            var query = JournalRows.Query(partition, filter);
            await foreach (var row in _table.QueryAsync<TableEntity>(query, cancellationToken: cancellationToken))
            {
                // Rows of versions that wrote no leases have none.
                if (row.GetDateTimeOffset(Lease) is not { } until || until <= now)
                    stalled.Add(JournalRows.Read(row));
            }
        }
        return stalled;
    }
}
