using Azure.Data.Tables;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Looks through the raw mails that are left. Those of the person go, and those of others that name them: nobody can take
/// one name out of a mail as it came. A mail of another that still waits for a decision stays and is counted.
/// </summary>
internal sealed class PersonRawMail(GatewayStorage storage, RawMailStore rawMail, PersonMails mails)
{
    private const int AtOnce = 25;
    private readonly TableClient _journal = storage.Table(TableNames.Journal);

    /// <summary>Returns where it goes on; null at the end.</summary>
    public async Task<string?> RunAsync(ErasureWork work, CancellationToken cancellationToken)
    {
        var place = work.Job.Row;
        do
        {
            var (names, next) = await rawMail.ListAsync(place, AtOnce, cancellationToken);
            foreach (var name in names)
                await VisitAsync(name, work, cancellationToken);
            place = next;
        } while (place is not null && !work.IsLate);
        return place;
    }

    private async Task VisitAsync(string name, ErasureWork work, CancellationToken cancellationToken)
    {
        work.Looked++;
        if (await rawMail.FindAsync(name, cancellationToken) is not { } found)
            return;
        using var mail = found;
        var mention = MentionIn(mail, work, cancellationToken);
        if (mention == RawMention.None)
            return;
        var row = await _journal.FindAsync(mail.Id.Partition, mail.Id.Value, cancellationToken);
        if (mention == RawMention.Author && row is not null)
            await mails.EraseAsync(row, JournalRows.Read(row), work, cancellationToken);
        else if (mention == RawMention.Named && row is not null && ErasedMails.IsOpen(JournalRows.Read(row)))
            work.Kept++;
        else if (await rawMail.DeleteAsync(name, cancellationToken))
            work.Changed++;
    }

    private static RawMention MentionIn(StoredMail mail, ErasureWork work, CancellationToken cancellationToken)
    {
        var (from, to) = (mail.Origin.MailFrom, mail.Origin.RcptTo ?? []);
        using var raw = mail.Content.OpenRead();
        var inside = RawMentions.Find(raw, work.Person, work.Texts, cancellationToken);
        var isInEnvelope = to.Append(from ?? "").Any(work.Texts.Finds);
        return inside == RawMention.None && isInEnvelope ? RawMention.Named : inside;
    }
}
