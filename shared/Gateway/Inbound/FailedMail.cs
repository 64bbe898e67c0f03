using MimeKit;
using Postern.Core.Attention;
using Postern.Core.Journal;
using Postern.Core.Mime;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Inbound;

/// <summary>
/// Journals mail that is not taken in and stays where it is, in a mailbox or a container, and puts it on the attention
/// list.
/// </summary>
public sealed class FailedMail(JournalStore journal, AttentionStore attention, TimeProvider time)
{
    private const string FetchRule = "Fetch";
    private const string SizeRule = "Size";

    /// <summary>Records a mail that is in no store of the gateway.</summary>
    /// <param name="key">The identity that the mail would be stored under.</param>
    /// <param name="source">The mailbox and folder, as the journal shows them.</param>
    /// <param name="header">Its header section, if that could be read.</param>
    /// <param name="reason">Why it was not fetched.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <returns>The id of the new journal entry.</returns>
    public Task<MailId> RecordAsync(
        string key,
        string source,
        BinaryData? header,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var origin = new MailOrigin(source);
        var fields = header is null ? [] : MailHeader.FieldsOf(header);
        var (name, now) = (MailIntake.NameOf(key), time.GetUtcNow());
        return RecordAsync(FetchRule, name, now, origin, fields, reason, cancellationToken);
    }

    /// <summary>Records a mail that a program stored itself, and that is not taken.</summary>
    /// <param name="mail">The mail, or its beginning.</param>
    /// <param name="reason">Why it is not taken.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<MailId> RecordAsync(StoredMail mail, string reason, CancellationToken cancellationToken) =>
        RecordAsync(
            SizeRule,
            mail.Name,
            mail.Received,
            mail.Origin,
            MailHeader.FieldsOf(BinaryData.FromBytes(mail.Content.Memory)),
            reason,
            cancellationToken
        );

    /// <summary>Closes the entry of a failed mail that was accepted later, as <paramref name="mail"/>.</summary>
    public async Task ResolveAsync(MailId failed, MailId mail, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(failed, cancellationToken) is not { State: JournalState.Failed } entry)
            return;
        await attention.DiscardAsync(AttentionStore.IdOf(failed.Value, failed.Received), cancellationToken);
        var reason = new Reason(FetchRule, true, $"It was taken in later, as {mail}.");
        var resolved = entry with { State = JournalState.Ignored, Reasons = [.. entry.Reasons, reason] };
        await journal.SaveAsync(resolved, cancellationToken);
    }

    private async Task<MailId> RecordAsync(
        string rule,
        string name,
        DateTimeOffset received,
        MailOrigin origin,
        HeaderList fields,
        string reason,
        CancellationToken cancellationToken
    )
    {
        var id = MailId.Create(received, name);
        var entry = new JournalEntry
        {
            Id = id.Value,
            Received = received,
            Source = origin.Source,
            Raw = name,
            State = JournalState.Failed,
            From = fields[HeaderId.From],
            Sender = MailAuthor.Read(fields).Address?.Address ?? "",
            Subject = fields[HeaderId.Subject],
            MessageId = fields[HeaderId.MessageId]?.Trim().Trim('<', '>'),
            Reasons = [new Reason(rule, true, reason)],
            Decided = time.GetUtcNow(),
        };
        await journal.TryAddAsync(entry, cancellationToken);
        await attention.AddMailAsync(AttentionKind.Failed, id.Value, received, reason, cancellationToken);
        return id;
    }
}
