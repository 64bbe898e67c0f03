using Azure.Data.Tables;
using Postern.Core.Claims;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Erases a person in the journal and in what was decided. A mail of theirs that is not decided is left to the next pass.
/// </summary>
internal sealed class PersonMails(GatewayStorage storage, RawMailStore rawMail)
{
    private const string Copies = "copies";
    private const string Claims = "c:";
    private readonly TableClient _journal = storage.Table(TableNames.Journal);
    private readonly TableClient _claims = storage.Table(TableNames.Claims);

    public async Task VisitEntryAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (!work.MayFind(row))
            return;
        var entry = JournalRows.Read(row);
        if (entry.Sender == work.Person.StandIn)
            await RedactAsync(_journal, row, work, cancellationToken);
        else if (ErasedMails.IsBy(entry, work.Person))
            await EraseAsync(row, entry, work, cancellationToken);
        else
            await EraseMentionAsync(row, entry, work, cancellationToken);
    }

    public async Task VisitClaimAsync(TableEntity row, ErasureWork work, CancellationToken cancellationToken)
    {
        if (!work.MayFind(row))
            return;
        if (!row.RowKey.StartsWith(Claims, StringComparison.Ordinal))
        {
            await RedactAsync(_claims, row, work, cancellationToken);
            return;
        }
        var claim = TableRow.Read<Claim>(row);
        await WriteAsync(row, Erased(claim, ErasedMails.IsBy(claim, work.Person), work), work, cancellationToken);
    }

    /// <summary>Erases the entry of a mail of the person, after its raw form and its claim.</summary>
    public async Task EraseAsync(
        TableEntity row,
        JournalEntry entry,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (entry.State == JournalState.Pending && !work.IsAgain)
            return;
        await DeleteRawAsync(entry, work, cancellationToken);
        await EraseClaimAsync(entry, work, cancellationToken);
        var after = JournalRows.Write(ErasedMails.Entry(entry, work.Person));
        if (row.GetString(Copies) is { } copies)
            after[Copies] = copies;
        await ReplaceAsync(_journal, row, RowRedaction.Of(after, work.Redaction) ?? after, work, cancellationToken);
    }

    // What it decided may hold the subject, without naming its author.
    private async Task EraseClaimAsync(JournalEntry entry, ErasureWork work, CancellationToken cancellationToken)
    {
        if (entry.MessageId is not { } id)
            return;
        var key = ClaimKey.OfMessageId(id);
        if (await _claims.FindAsync(key.Partition, key.Row, cancellationToken) is not { } row)
            return;
        var claim = TableRow.Read<Claim>(row);
        await WriteAsync(row, Erased(claim, claim.Owner == entry.Id, work), work, cancellationToken);
    }

    private static Claim Erased(Claim claim, bool isByPerson, ErasureWork work) =>
        isByPerson
            ? ErasedMails.OfAuthor(claim, work.Person, work.Texts)
            : ErasedMails.OfAnother(claim, work.Person, work.Texts);

    private async Task EraseMentionAsync(
        TableEntity row,
        JournalEntry entry,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        // Its raw form is all that there is of it, and nobody can take one name out of that.
        if (!ErasedMails.IsOpen(entry))
            await DeleteRawAsync(entry, work, cancellationToken);
        else if (entry.State == JournalState.Pending && !work.IsAgain)
            return;
        await RedactAsync(_journal, row, work, cancellationToken);
    }

    private async Task DeleteRawAsync(JournalEntry entry, ErasureWork work, CancellationToken cancellationToken)
    {
        if (await rawMail.DeleteAsync(entry.Raw, cancellationToken))
            work.Changed++;
    }

    private async Task WriteAsync(
        TableEntity before,
        Claim claim,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        var row = TableRow.Write(before.PartitionKey, before.RowKey, claim);
        row = RowRedaction.Of(row, work.Redaction) ?? row;
        if (!TableRow.SameContent(before, row))
            await ReplaceAsync(_claims, before, row, work, cancellationToken);
    }

    private static async Task RedactAsync(
        TableClient table,
        TableEntity row,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (RowRedaction.Of(row, work.Redaction) is { } after)
            await ReplaceAsync(table, row, after, work, cancellationToken);
    }

    private static async Task ReplaceAsync(
        TableClient table,
        TableEntity before,
        TableEntity after,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (await table.TryReplaceAsync(after, before.ETag, cancellationToken))
            work.Changed++;
    }
}
