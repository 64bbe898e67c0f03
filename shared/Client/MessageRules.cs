using Postern.Contracts;
using Postern.Contracts.Queues;

namespace Postern.Client;

/// <summary>What can be seen to be wrong with a message before it is put on its queue.</summary>
internal static class MessageRules
{
    private const int MostRecipients = 50;

    public static void Check(ThreadPost post)
    {
        ArgumentNullException.ThrowIfNull(post);
        Must(post.Id.Length > 0, "id", "is empty");
        Must(ThreadKey.IsPart(post.Thread.Model), "thread.model", ThreadKey.PartRule);
        Must(ThreadKey.IsPart(post.Thread.Id), "thread.id", ThreadKey.PartRule);
        CheckAddresses("author", [post.Author]);
        CheckAddresses("followers", post.Followers);
        CheckAddresses("recipients", post.Recipients);
        Must(post.Recipients.Count <= MostRecipients, "recipients", $"are more than {MostRecipients}: let them follow");
        CheckBody(post.Text, post.Html, post.TextBlob, post.HtmlBlob, post.Attachments);
        CheckAttachments(post.Attachments, onThread: true);
    }

    public static void Check(OutboundMail mail)
    {
        ArgumentNullException.ThrowIfNull(mail);
        Must(mail.Id.Length > 0, "id", "is empty");
        CheckAddresses("from", [mail.From]);
        CheckAddresses("to", mail.To);
        CheckAddresses("cc", mail.Cc);
        CheckAddresses("bcc", mail.Bcc);
        Must(mail.To.Count + mail.Cc.Count + mail.Bcc.Count > 0, "to", "names nobody, nor do cc and bcc");
        foreach (var header in mail.Headers?.Keys ?? [])
            Must(IsAllowed(header), $"headers.{header}", "is a field that a program may not set");
        CheckBody(mail.Text, mail.Html, mail.TextBlob, mail.HtmlBlob, mail.Attachments);
        CheckAttachments(mail.Attachments, onThread: false);
    }

    private static bool IsAllowed(string header) =>
        OutboundMail.AllowedHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    // Only what is no address in any form: the gateway reads display names, comments and quotes.
    private static void CheckAddresses(string field, IReadOnlyList<string> addresses)
    {
        foreach (var address in addresses)
            Must(address.IndexOf('@', StringComparison.Ordinal) > 0, field, $"'{address}' is not an e-mail address");
    }

    private static void CheckBody(
        string? text,
        string? html,
        string? textBlob,
        string? htmlBlob,
        IReadOnlyList<AttachmentItem> attachments
    )
    {
        Must(text is null || textBlob is null, "textBlob", "stands beside text; give one of them");
        Must(html is null || htmlBlob is null, "htmlBlob", "stands beside html; give one of them");
        var hasText = !string.IsNullOrEmpty(text) || !string.IsNullOrEmpty(html);
        var hasOther = textBlob is not null || htmlBlob is not null || attachments.Count > 0;
        Must(hasText || hasOther, "text", "is missing; give text, html, or an attachment");
    }

    private static void CheckAttachments(IReadOnlyList<AttachmentItem> attachments, bool onThread)
    {
        for (var i = 0; i < attachments.Count; i++)
        {
            var (item, field) = (attachments[i], $"attachments[{i}]");
            var given = new[] { item.Content, item.Blob, item.Message }.Count(part => part is not null);
            Must(given == 1, field, "needs exactly one of content, blob and message");
            Must(item.Message is null || onThread, $"{field}.message", "is possible in a post only");
            Must(item.Message is not null || item.Name is { Length: > 0 }, $"{field}.name", "is missing");
        }
    }

    private static void Must(bool holds, string field, string reason)
    {
        if (!holds)
            throw new InvalidMessageException(new ContractProblem(field, reason));
    }
}
