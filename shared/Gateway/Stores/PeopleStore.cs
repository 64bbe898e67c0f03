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
/// What is known of an address: one partition an address, with the rows <c>contact</c>, <c>blacklist</c> and <c>in:</c>
/// (what it sent in, newest first), so that one query answers all that routing asks of a sender.
/// </summary>
public sealed class PeopleStore(GatewayStorage storage)
{
    private const string ContactRow = "contact";
    private const string BlacklistRow = "blacklist";
    private const string Bounces = "bounce:";
    private const string SentIn = "in:";

    // Beyond these a sender is over every threshold, or on the list of those who are never stopped.
    private const int RecentLimit = 1000;

    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>The contact of an address; null when it is not known.</summary>
    public async Task<Versioned<Contact>?> FindContactAsync(string address, CancellationToken cancellationToken) =>
        await _table.FindAsync(TableKeys.Escape(address), ContactRow, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>What posting asks of a recipient: contact and blacklist, in one query.</summary>
    public async Task<RecipientFacts> ReadRecipientAsync(string address, CancellationToken cancellationToken)
    {
        var rows = await _table
            .RangeAsync(TableKeys.Escape(address), BlacklistRow, ContactRow + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        return new RecipientFacts(
            address,
            rows.Where(row => row.RowKey == ContactRow).Select(row => Read(row).Value).FirstOrDefault(),
            rows.Where(row => row.RowKey == BlacklistRow)
                .Select(row => TableRow.Read<BlacklistEntry>(row) with { Address = address })
                .FirstOrDefault()
        );
    }

    /// <summary>All that routing asks of a sender: contact, whether mail to it bounced, and what it sent in since a time.</summary>
    public async Task<SenderFacts> ReadSenderAsync(
        string address,
        DateTimeOffset since,
        CancellationToken cancellationToken
    )
    {
        var partition = TableKeys.Escape(address);
        var recent = SentIn + SortableTime.NewestFirst(since);
        // The row keys of bounces sort before the contact's, and that before every 'in:' row: they are one range.
        var (rows, bounced) = (new List<TableEntity>(), false);
        await foreach (var row in _table.RangeAsync(partition, Bounces, recent, RecentLimit, cancellationToken))
        {
            // However many bounces there are, they do not crowd out the contact.
            if (row.RowKey.StartsWith(Bounces, StringComparison.Ordinal))
                bounced = true;
            else
                rows.Add(row);
            if (rows.Count == RecentLimit)
                break;
        }
        return new SenderFacts(
            rows.Where(row => row.RowKey == ContactRow).Select(row => Read(row).Value).FirstOrDefault(),
            [
                .. rows.Where(row => row.RowKey.StartsWith(SentIn, StringComparison.Ordinal))
                    .Select(TableRow.Read<MailSentIn>),
            ]
        )
        {
            HasBounces = bounced,
        };
    }

    /// <summary>Remembers that an address sent a mail in. Doing it again for the same mail changes nothing.</summary>
    public Task AddSentInAsync(string address, string mailId, MailSentIn mail, CancellationToken cancellationToken) =>
        _table.UpsertEntityAsync(
            TableRow.Write(TableKeys.Escape(address), SentIn + mailId, mail),
            TableUpdateMode.Replace,
            cancellationToken
        );

    /// <summary>All contacts, a page at a time, in the order of their addresses.</summary>
    public async Task<(IReadOnlyList<Versioned<Contact>> Contacts, string? Continuation)> ListContactsAsync(
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var query = _table.QueryAsync<TableEntity>(
            row => row.RowKey == ContactRow,
            limit,
            cancellationToken: cancellationToken
        );
        await foreach (var page in query.AsPages(continuation, limit).WithCancellation(cancellationToken))
        {
            return ([.. page.Values.Select(Read)], page.ContinuationToken);
        }
        return ([], null);
    }

    /// <summary>Writes a contact. Null when there is one already (<paramref name="onlyNew"/>) or it was changed since <paramref name="ifMatch"/> was read.</summary>
    public async Task<ETag?> PutContactAsync(
        Contact contact,
        ETag? ifMatch,
        bool onlyNew,
        CancellationToken cancellationToken
    )
    {
        var entity = TableRow.Write(TableKeys.Escape(contact.Address), ContactRow, contact);
        var write =
            onlyNew ? new TableTransactionAction(TableTransactionActionType.Add, entity)
            : ifMatch is { } etag ? new TableTransactionAction(TableTransactionActionType.UpdateReplace, entity, etag)
            : new TableTransactionAction(TableTransactionActionType.UpsertReplace, entity);
        return await _table.TrySubmitForTagsAsync([write], cancellationToken) is [var written] ? written : null;
    }

    public Task<bool> DeleteContactAsync(string address, ETag? ifMatch, CancellationToken cancellationToken) =>
        _table.TrySubmitAsync(
            [
                new(
                    TableTransactionActionType.Delete,
                    new TableEntity(TableKeys.Escape(address), ContactRow),
                    ifMatch ?? ETag.All
                ),
            ],
            cancellationToken
        );

    private static Versioned<Contact> Read(TableEntity row) =>
        new(TableRow.Read<Contact>(row) with { Address = TableKeys.Unescape(row.PartitionKey) }, row.ETag.ToString());
}
