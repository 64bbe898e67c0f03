using Azure.Data.Tables;
using Postern.Contracts;
using Postern.Core.Erasing;
using Postern.Core.Journal;
using Postern.Core.Replies;
using Postern.Core.Threads;
using Postern.Gateway.Posting;
using Postern.Gateway.Storage;
using Postern.Gateway.Stores;

namespace Postern.Gateway.Forgetting;

/// <summary>
/// Cuts what others quote on a thread where a person wrote: of their mails there remains what they wrote themselves, and
/// no raw mail.
/// </summary>
internal sealed class QuotedReplies(
    GatewayStorage storage,
    ThreadStore threads,
    MessageWriter writer,
    JournalStore journal,
    RawMailStore rawMail,
    NotedContents noted
)
{
    private const int AtOnce = 50;
    private readonly TableClient _table = storage.Table(TableNames.Threads);

    public async Task CutAsync(ThreadKey thread, ErasureWork work, CancellationToken cancellationToken)
    {
        for (string? last = null; ; )
        {
            var messages = await threads.ListMessagesAsync(thread, last, AtOnce, cancellationToken);
            foreach (var message in messages.Where(message => !work.Person.Is(message.Author.Address)))
                await CutAsync(thread, message, work, cancellationToken);
            if (messages.Count < AtOnce)
                return;
            last = messages[^1].Key;
        }
    }

    private async Task CutAsync(
        ThreadKey thread,
        ThreadMessage message,
        ErasureWork work,
        CancellationToken cancellationToken
    )
    {
        if (message.Mail is null)
            return;
        await DeleteRawAsync(message.Mail, work, cancellationToken);
        if (ErasedMessages.WithoutQuotes(await InFullAsync(message, cancellationToken)) is not { } cut)
            return;
        if (await threads.FindVersionedMessageAsync(thread, message.Key, cancellationToken) is not { } stored)
            return;
        await noted.NoteAsync(message, work, cancellationToken);
        var row = ThreadRows.Write(thread, await InBlobsAsync(cut, cancellationToken));
        if (await _table.TrySubmitAsync([RowWrite.Replace(row, stored.ETag)], cancellationToken))
            work.Changed++;
    }

    // A long text is split here, since only the new text of a short one is stored.
    private async Task<ThreadMessage> InFullAsync(ThreadMessage message, CancellationToken cancellationToken)
    {
        if (message.TextBlob is null)
            return message;
        var (text, _) = await writer.ReadBodiesAsync(message, cancellationToken);
        if (text is null || ReplyText.FromText(text) is not { Quoted.Length: > 0 } parts)
            return message;
        return message with { NewText = parts.New, TextBlob = null, HtmlBlob = null };
    }

    private async Task<ThreadMessage> InBlobsAsync(ThreadMessage message, CancellationToken cancellationToken) =>
        message.Text is { Length: > MessageWriter.InlineLimit } text
            ? message with
            {
                Text = null,
                TextBlob = await writer.StoreAsync(text, cancellationToken),
            }
            : message;

    private async Task DeleteRawAsync(string mail, ErasureWork work, CancellationToken cancellationToken)
    {
        if (await journal.FindAsync(new MailId(mail), cancellationToken) is not { } entry || ErasedMails.IsOpen(entry))
            return;
        if (await rawMail.DeleteAsync(entry.Raw, cancellationToken))
            work.Changed++;
    }
}
