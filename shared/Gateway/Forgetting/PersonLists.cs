using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Attention;
using Postern.Core.Audit;
using Postern.Core.Journal;
using Postern.Core.Requests;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>Erases a person in what is known of others, in the attention list, in what waits, and in the audit.</summary>
internal sealed class PersonLists(GatewayStorage storage, JournalStore journal)
{
    private const string Delivery = "delivery";
    private const string Message = "message";

    public async Task VisitPersonAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        var key = TableKeys.Escape(work.Person.Address);
        // Their own rows, if new ones came, and those of the lists that are named by addresses.
        if (row.PartitionKey == key || row.RowKey == key)
            await DeleteAsync(TableNames.People, row, work, cancellationToken);
        else
            await RedactAsync(TableNames.People, row, work, cancellationToken);
    }

    public async Task VisitAttentionAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (await IsOfPersonAsync(TableRow.Read<AttentionItem>(row), work, cancellationToken))
            await DeleteAsync(TableNames.Attention, row, work, cancellationToken);
        else
            await RedactAsync(TableNames.Attention, row, work, cancellationToken);
    }

    public async Task VisitDueAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        var message = row.GetString(Message) ?? "";
        var isToPerson =
            message.Contains(work.Person.RecipientKey, StringComparison.Ordinal)
            && ContractReader.HasMember(message, Delivery);
        if (isToPerson)
            await DeleteAsync(TableNames.Due, row, work, cancellationToken);
        else
            await RedactAsync(TableNames.Due, row, work, cancellationToken);
    }

    /// <summary>Who has made a change stays: the entry is there to say that.</summary>
    public async Task VisitAuditAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (!work.MayFind(row))
            return;
        var entry = TableRow.Read<AuditEntry>(row);
        var (before, after) = (entry.Before?.DeepClone(), entry.After?.DeepClone());
        work.Redaction.Apply(before);
        work.Redaction.Apply(after);
        var redacted = entry with { What = work.Redaction.Of(entry.What), Before = before, After = after };
        var written = TableRow.Write(row.PartitionKey, row.RowKey, redacted);
        if (!TableRow.SameContent(row, written))
            await ReplaceAsync(TableNames.Config, row, written, work, cancellationToken);
    }

    private async Task<bool> IsOfPersonAsync(AttentionItem item, ErasureWork work, CancellationToken cancellationToken)
    {
        var key = work.Person.RecipientKey;
        if (work.Person.Is(item.Author) || item.Delivery?.EndsWith(key, StringComparison.Ordinal) == true)
            return true;
        if (item.Message is { } message && message.Contains(key, StringComparison.Ordinal))
            return ContractReader.HasMember(message, Delivery);
        return item.Mail is { } mail
            && MailId.TryParse(mail, out var id)
            && await journal.FindAsync(id, cancellationToken) is { } entry
            && entry.Sender == work.Person.StandIn;
    }

    private async Task RedactAsync(string table, TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (work.MayFind(row) && RowRedaction.Of(row, work.Redaction) is { } after)
            await ReplaceAsync(table, row, after, work, cancellationToken);
    }

    private async Task ReplaceAsync(
        string table,
        TableEntity before,
        TableEntity after,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (await storage.Table(table).TryReplaceAsync(after, before.ETag, cancellationToken))
            work.Changed++;
    }

    private async Task DeleteAsync(string table, TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (await storage.Table(table).TryDeleteAsync(row, cancellationToken))
            work.Changed++;
    }
}
