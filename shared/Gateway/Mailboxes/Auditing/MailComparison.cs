using MailKit;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>Looks up the mails of a folder in the raw store and the journal, and judges each.</summary>
public sealed class MailComparison(RawMailStore rawMail, JournalStore journal)
{
    // Look-ups at the same time.
    private const int Batch = 16;

    internal async Task<List<JudgedMail>> JudgeAsync(
        AuditRun run,
        FolderPosition position,
        CancellationToken cancellationToken
    )
    {
        var ids = await run.Mailbox.ListAsync(0, cancellationToken);
        var mails = await DescribeAsync(run.Mailbox, [.. ids.TakeLast(run.Scope.Limit)], cancellationToken);
        var judged = new List<JudgedMail>();
        foreach (var batch in mails.Chunk(Batch))
        {
            var look = batch.Select(mail => FindAsync(run.Server.Id, position, mail.Id, cancellationToken));
            var matches = await Task.WhenAll(look);
            foreach (var (described, found) in batch.Zip(matches))
            {
                var mail = NeedsDate(described, found, position)
                    ? await DateAsync(run.Mailbox, described, cancellationToken)
                    : described;
                judged.Add(new JudgedMail(mail, found, AuditRules.Judge(mail, position, found, run.Scope.Limits)));
            }
        }
        return judged;
    }

    // The server may refuse to describe a single mail: halving the list finds it.
    private static async Task<IReadOnlyList<MailDetails>> DescribeAsync(
        IMailbox mailbox,
        IReadOnlyList<string> ids,
        CancellationToken cancellationToken
    )
    {
        try
        {
            return await mailbox.DescribeAsync(ids, cancellationToken);
        }
        catch (CommandException) when (ids.Count > 1)
        {
            var half = ids.Count / 2;
            return
            [
                .. await DescribeAsync(mailbox, [.. ids.Take(half)], cancellationToken),
                .. await DescribeAsync(mailbox, [.. ids.Skip(half)], cancellationToken),
            ];
        }
        catch (CommandException)
        {
            return [new MailDetails(ids[0], Size: 0, Arrived: null, Seen: false)];
        }
    }

    private async Task<FoundMail> FindAsync(
        string server,
        FolderPosition position,
        string id,
        CancellationToken cancellationToken
    )
    {
        // Of mails that share a UIDL the first is stored under it, and each further one under its own content.
        var content = SharedUidl.Of(id).Content;
        var keys = new[] { position.OwnKeyOf(server, id), position.KeyOf(server, id) }.Distinct();
        foreach (var name in keys.Select(MailIntake.NameOf))
        {
            if (await rawMail.FindReceivedAsync(name, content, cancellationToken) is { } received)
            {
                var mail = MailId.Create(received, name);
                return new FoundMail(mail, await journal.FindAsync(mail, cancellationToken));
            }
        }
        return new FoundMail(null, null);
    }

    // POP3 does not report when a mail arrived. Without a date, a mail whose raw content has expired would seem to be
    // lost.
    private static bool NeedsDate(MailDetails mail, FoundMail found, FolderPosition position) =>
        found.Id is null && mail.Arrived is null && position.Has(mail.Id) && !position.Exceptions.ContainsKey(mail.Id);

    private static async Task<MailDetails> DateAsync(
        IMailbox mailbox,
        MailDetails mail,
        CancellationToken cancellationToken
    )
    {
        var header = await mailbox.ReadHeaderAsync(mail.Id, cancellationToken);
        return mail with { Arrived = header is null ? null : MailBytes.ArrivalOf(header) };
    }
}
