using Postern.Contracts.Http;
using Postern.Contracts.Queues;
using Postern.Core.Fetching;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Storage;

namespace Postern.Gateway.Mailboxes.Auditing;

/// <summary>
/// Fetches mail that an audit found missing, and queues mail again that was not routed. Both happen under the mail's
/// old identity, so that nothing is processed twice. The mail in the mailbox is not marked, moved or deleted.
/// </summary>
public sealed class MailboxRepair(MailIntake intake, FailedMail failed, MailQueues queues, TimeProvider time)
{
    internal async Task<(FolderPosition Position, AuditedMail Mail)> RepairAsync(
        AuditRun run,
        FolderPosition position,
        JudgedMail judged,
        AuditedMail audited,
        CancellationToken cancellationToken
    )
    {
        var (server, mail, entry) = (run.Server, judged.Mail, judged.Found.Entry);
        if (entry is { State: JournalState.Pending })
        {
            await queues.PutAsync(QueueNames.InboundMail, new InboundItem { Raw = entry.Raw }, cancellationToken);
            return (position, audited with { Repaired = true });
        }
        var largest = run.Scope.Limits.Largest;
        // Mail that failed after it was accepted needs a person, not another attempt.
        if (entry is not null || mail.Size > largest)
            return (position, audited);
        var content = await FetchedMail.TryReadAsync(run.Mailbox, mail.Id, largest, cancellationToken);
        if (content is null)
            return (position, audited);
        var key = position.KeyOf(server.Id, mail.Id);
        var origin = FetchedMail.OriginOf(server, position, mail, content, time.GetUtcNow());
        var id = await intake.TakeInAsync(key, SpooledContent.Of(content), origin, cancellationToken);
        if (position.Exceptions.GetValueOrDefault(mail.Id)?.Mail is { } givenUp)
            await failed.ResolveAsync(new MailId(givenUp), id, cancellationToken);
        return (position.After(mail.Id), audited with { Mail = id.Value, Repaired = true });
    }
}
