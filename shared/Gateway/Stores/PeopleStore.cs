using Azure;
using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Contracts.Http;
using Postern.Core.People;
using Postern.Core.Validation;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Stores;

/// <summary>
/// What is known of an address: a partition for each address, with the rows <c>contact</c>, <c>blacklist</c> and
/// <c>in:</c> (the mails that it sent, newest first), so that one query loads all that routing needs of a sender.
/// </summary>
public sealed class PeopleStore(GatewayStorage storage)
{
    private const string ContactRow = "contact";
    private const string BlacklistRow = "blacklist";
    private const string Bounces = SenderHistoryRows.Bounces;

    private readonly TableClient _table = storage.Table(TableNames.People);

    /// <summary>The contact of an address; null when there is none.</summary>
    public async Task<Versioned<Contact>?> FindContactAsync(string address, CancellationToken cancellationToken) =>
        await _table.FindAsync(TableKeys.Escape(address), ContactRow, cancellationToken) is { } row ? Read(row) : null;

    /// <summary>What posting needs of a recipient: contact and blacklist entry, in one query.</summary>
    public async Task<RecipientFacts> ReadRecipientAsync(string address, CancellationToken cancellationToken)
    {
        var rows = await _table
            .RangeAsync(TableKeys.Escape(address), BlacklistRow, ContactRow + '!', null, cancellationToken)
            .ToListAsync(cancellationToken);
        var blacklisted = rows.Find(row => row.RowKey == BlacklistRow);
        return new RecipientFacts(
            address,
            ContactIn(rows),
            blacklisted is null ? null : TableRow.Read<BlacklistEntry>(blacklisted) with { Address = address }
        );
    }

    /// <summary>
    /// What routing needs of a sender: contact, whether mail to it bounced, and the mails that it sent since a time.
    /// </summary>
    /// <param name="address">The sender.</param>
    /// <param name="since">How far back its mails are read.</param>
    /// <param name="filter">Which of them; null = all.</param>
    /// <param name="cancellationToken">Cancels the calls.</param>
    public async Task<SenderFacts> ReadSenderAsync(
        string address,
        DateTimeOffset since,
        HistoryFilter? filter,
        CancellationToken cancellationToken
    )
    {
        var rows = new List<TableEntity>();
        var hasBounces = false;
        await foreach (var row in SenderHistoryRows.QueryAsync(_table, address, since, filter, cancellationToken))
        {
            // Bounces are not collected: many of them would crowd out the contact.
            if (row.RowKey.StartsWith(Bounces, StringComparison.Ordinal))
                hasBounces = true;
            else
                rows.Add(row);
            if (rows.Count == SenderHistoryRows.Most)
                break;
        }
        return new SenderFacts(ContactIn(rows), SenderHistoryRows.Read(rows)) { HasBounces = hasBounces };
    }

    /// <summary>Adds a mail that an address sent. Idempotent.</summary>
    public Task AddSentInAsync(string address, string mailId, MailSentIn mail, CancellationToken cancellationToken)
    {
        var row = SenderHistoryRows.Write(address, mailId, mail);
        return _table.UpsertEntityAsync(row, TableUpdateMode.Replace, cancellationToken);
    }

    /// <summary>A page of all contacts, in the order of their addresses.</summary>
    public async Task<(IReadOnlyList<Versioned<Contact>> Contacts, string? Continuation)> ListContactsAsync(
        string? continuation,
        int limit,
        CancellationToken cancellationToken
    )
    {
        var (rows, next) = await _table
            .QueryAsync<TableEntity>(row => row.RowKey == ContactRow, limit, cancellationToken: cancellationToken)
            .PageAsync(continuation, limit, cancellationToken);
        return ([.. rows.Select(Read)], next);
    }

    /// <summary>Writes a contact. Null when there is one (<paramref name="onlyNew"/>) or it has another ETag.</summary>
    public async Task<ETag?> PutContactAsync(
        Contact contact,
        ETag? ifMatch,
        bool onlyNew,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(TableKeys.Escape(contact.Address), ContactRow, contact);
        var write = RowWrite.Put(row, ifMatch, onlyNew);
        return await _table.TrySubmitForTagsAsync([write], cancellationToken) is [var written] ? written : null;
    }

    /// <summary>Deletes a contact. False when it does not exist or has another ETag.</summary>
    public Task<bool> DeleteContactAsync(string address, ETag? ifMatch, CancellationToken cancellationToken)
    {
        var row = new TableEntity(TableKeys.Escape(address), ContactRow);
        return _table.TrySubmitAsync([RowWrite.Delete(row, ifMatch ?? ETag.All)], cancellationToken);
    }

    private static Contact? ContactIn(List<TableEntity> rows) =>
        rows.Find(row => row.RowKey == ContactRow) is { } row ? Read(row).Value : null;

    private static Versioned<Contact> Read(TableEntity row)
    {
        var contact = TableRow.Read<Contact>(row) with { Address = TableKeys.Unescape(row.PartitionKey) };
        return new(contact, row.ETag.ToString());
    }
}
