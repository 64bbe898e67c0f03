using MimeKit;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Gateway.Inbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>Mail that lies in a mailbox and cannot be taken in: it is journalled with the reason, and a person is told.</summary>
public sealed class FailedMail(JournalStore journal, AttentionStore attention, TimeProvider time)
{
    private const string Rule = "Fetch";

    /// <param name="key">The name that it would be taken in under.</param>
    /// <param name="source">Where it lies.</param>
    /// <param name="header">Its header section, where that could be read.</param>
    /// <param name="reason">Why it was not taken in.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<MailId> EnterAsync(
        string key,
        string source,
        BinaryData? header,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var (now, name) = (time.GetUtcNow(), MailIntake.NameOf(key));
        var id = MailId.Create(now, name);
        var fields = header is null ? [] : MailBytes.HeadersOf(header);
        await journal.TryAddAsync(
            new JournalEntry
            {
                Id = id.Value,
                Received = now,
                Source = source,
                Raw = name,
                State = JournalState.Failed,
                From = fields[HeaderId.From],
                Subject = fields[HeaderId.Subject],
                MessageId = fields[HeaderId.MessageId]?.Trim().Trim('<', '>'),
                Reasons = [new Reason(Rule, true, reason)],
                Decided = now,
            },
            cancellationToken
        );
        await attention.AddMailAsync(AttentionKind.Failed, id.Value, now, reason, cancellationToken);
        return id;
    }

    /// <summary>Notes that the mail was taken in after all.</summary>
    public async Task MendAsync(MailId failed, MailId mail, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(failed, cancellationToken) is not { State: JournalState.Failed } entry)
            return;
        await attention.DiscardAsync(AttentionStore.IdOf(failed.Value, failed.Received), cancellationToken);
        var reason = new Reason(Rule, true, $"It was taken in later, as {mail}.");
        await journal.SaveAsync(
            entry with
            {
                State = JournalState.Ignored,
                Reasons = [.. entry.Reasons, reason],
            },
            cancellationToken
        );
    }
}
