using System.Text;
using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Mime;
using Postern.Core.Pages;
using Postern.Core.Text;
using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>
/// Composes the mail of a delivery: a notification of a message on a thread (P2–P5), or a program's own mail.
/// </summary>
public static class NotificationComposer
{
    public static MimeMessage Compose(MailDraft draft)
    {
        var message = draft.Message;
        var mail = new MimeMessage { MessageId = message.MessageId, Date = message.Time };
        mail.Subject = Subject(draft);
        mail.From.Add(draft.From.ToMailbox());
        if (draft.RedirectedTo is { } instead)
            mail.To.Add(instead.ToMailbox());
        else
            AddRecipients(mail, message, draft.Delivery);
        AddReplyTo(mail, draft.ReplyTo);
        AddIds(mail, HeaderId.References, message.References);
        AddIds(mail, HeaderId.InReplyTo, [message.InReplyTo ?? ""]);
        AddHeaders(mail, draft);
        mail.Body = NotificationBody.Compose(draft);
        return mail;
    }

    private static string Subject(MailDraft draft)
    {
        var message = draft.Message;
        var own = message.Outgoing is null ? NotificationText.Subject(draft) : ShownText.Clean(message.Subject);
        return draft.RedirectedTo is null ? own : $"[to {ShownText.Clean(draft.Delivery.Recipient)}] {own}";
    }

    // Strangers chose the ids of their mails: one that cannot be written is left out. Answers are known by the
    // gateway's own.
    private static void AddIds(MimeMessage mail, HeaderId field, IEnumerable<string> ids)
    {
        var written = string.Join(' ', ids.Where(MessageIds.CanBeSent).Select(id => $"<{id}>"));
        if (written.Length > 0)
            mail.Headers.Replace(field, written);
    }

    private static void AddRecipients(MimeMessage mail, ThreadMessage message, MessageDelivery delivery)
    {
        if (message.Outgoing is { } outgoing && !IsToNobody(outgoing, delivery))
        {
            mail.To.AddRange(outgoing.To.Select(address => EmailAddress.Parse(address).ToMailbox()));
            mail.Cc.AddRange(outgoing.Cc.Select(address => EmailAddress.Parse(address).ToMailbox()));
            return;
        }
        if (EmailAddress.TryCreate(delivery.Recipient, delivery.Name, out var recipient))
            mail.To.Add(recipient.ToMailbox());
        // So that "reply to all" includes them.
        var others = message.Others.Select(EmailAddress.Parse).Where(other => other.Address != delivery.Recipient);
        mail.Cc.AddRange(others.Select(other => other.ToMailbox()));
    }

    // A mailing with recipients in bcc only is addressed to each of them.
    private static bool IsToNobody(OutgoingHeaders outgoing, MessageDelivery delivery) =>
        delivery.Bulk && outgoing.To.Count + outgoing.Cc.Count == 0;

    // On one line however long the domain is: some relays damage a folded Reply-To.
    private static void AddReplyTo(MimeMessage mail, string? replyTo)
    {
        if (!EmailAddress.TryParse(replyTo, out var address))
            return;
        mail.ReplyTo.Add(address.ToMailbox());
        if (mail.Headers[HeaderId.ReplyTo] is not { } text || !Ascii.IsValid(text))
            return;
        var header = mail.Headers[mail.Headers.IndexOf(HeaderId.ReplyTo)];
        header.SetRawValue(Encoding.ASCII.GetBytes($" {text}\r\n"));
    }

    private static void AddHeaders(MimeMessage mail, MailDraft draft)
    {
        foreach (var (name, value) in draft.Message.Outgoing?.Headers ?? new Dictionary<string, string>())
            mail.Headers.Replace(name, value);
        // Passed on, so that no responder answers a responder (RFC 3834 §2).
        if (draft.Message.Automatic is not null)
            mail.Headers.Replace("Auto-Submitted", "auto-generated");
        if (draft.Delivery.Bulk)
            mail.Headers.Replace("Precedence", "bulk");
        if ((draft.Unsubscribe ?? draft.Stop) is not { } unsubscribe)
            return;
        // RFC 2369 §3.2 and RFC 8058 §3.1: the mail program may offer to unsubscribe in one step.
        mail.Headers.Replace(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
        mail.Headers.Replace("List-Unsubscribe-Post", $"{UnsubscribePage.Field}={UnsubscribePage.OneClick}");
    }
}
