using MimeKit;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Inbound;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Mailboxes;

/// <summary>
/// Journals mail that stays in a mailbox because it could not be fetched, and puts it on the attention list.
/// </summary>
public sealed class FailedMail(JournalStore journal, AttentionStore attention, TimeProvider time)
{
    private const string Rule = "Fetch";

    /// <param name="key">The identity that the mail would be stored under.</param>
    /// <param name="source">The mailbox and folder, as the journal shows them.</param>
    /// <param name="header">Its header section, if that could be read.</param>
    /// <param name="reason">Why it was not fetched.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The id of the new journal entry.</returns>
    public async Task<MailId> RecordAsync(
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
        var entry = new JournalEntry
        {
            Id = id.Value,
            Received = now,
            Source = source,
            Raw = name,
            State = JournalState.Failed,
            From = fields[HeaderId.From],
            Sender = MailAuthor.Read(fields).Address?.Address ?? "",
            Subject = fields[HeaderId.Subject],
            MessageId = fields[HeaderId.MessageId]?.Trim().Trim('<', '>'),
            Reasons = [new Reason(Rule, true, reason)],
            Decided = now,
        };
        await journal.TryAddAsync(entry, cancellationToken);
        await attention.AddMailAsync(AttentionKind.Failed, id.Value, now, reason, cancellationToken);
        return id;
    }

    /// <summary>Closes the entry of a failed mail that was accepted later, as <paramref name="mail"/>.</summary>
    public async Task ResolveAsync(MailId failed, MailId mail, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(failed, cancellationToken) is not { State: JournalState.Failed } entry)
            return;
        await attention.DiscardAsync(AttentionStore.IdOf(failed.Value, failed.Received), cancellationToken);
        var reason = new Reason(Rule, true, $"It was taken in later, as {mail}.");
        var resolved = entry with { State = JournalState.Ignored, Reasons = [.. entry.Reasons, reason] };
        await journal.SaveAsync(resolved, cancellationToken);
    }
}
