using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>Takes in what an audit found missing, and hands on again what stands still. What is done with a mail afterwards is not done.</summary>
public sealed class MailboxRepair(MailIntake intake, FailedMail failed, MailQueues queues, TimeProvider time)
{
    internal async Task<(FolderPosition Position, AuditedMail Mail)> MendAsync(
        IncomingServer server,
        IMailbox mailbox,
        FolderPosition position,
        long largest,
        MailDetails mail,
        FoundMail found,
        AuditedMail audited,
        CancellationToken cancellationToken
    )
    {
        if (found.Entry is { State: JournalState.Pending } pending)
        {
            await queues.PutAsync(QueueNames.InboundMail, new InboundItem { Raw = pending.Raw }, cancellationToken);
            return (position, audited with { Repaired = true });
        }
        // It is too large still.
        if (mail.Size > largest)
            return (position, audited);
        // What was decided to have failed wants a person, not another go.
        if (
            found.Entry is not null
            || await mailbox.ReadAsync(mail.Id, FolderFetcher.MostOf(largest), cancellationToken) is not { } content
            || content.ToMemory().IsEmpty
        )
            return (position, audited);
        var origin = FolderFetcher.OriginOf(server, position, mail, content, time.GetUtcNow());
        var id = await intake.TakeInAsync(
            position.KeyOf(server.Id, mail.Id),
            SpooledContent.Of(content),
            origin,
            cancellationToken
        );
        var given = position.Exceptions.GetValueOrDefault(mail.Id)?.Mail;
        if (given is not null)
            await failed.MendAsync(new MailId(given), id, cancellationToken);
        return (position.After(mail.Id), audited with { Mail = id.Value, Repaired = true });
    }
}
