using System.Text;
using MimeKit;
using Postern.Core.Addresses;
using Postern.Core.Configuration;
using Postern.Core.Mime;
using Postern.Core.Pages;
using Postern.Core.Signing;
using Postern.Core.Threads;

namespace Postern.Core.Composing;

/// <summary>Builds the mail of a delivery: a notification of a message on a thread (P2–P5), or a program's own mail.</summary>
public static class NotificationComposer
{
    public static MimeMessage Compose(MailDraft draft)
    {
        var (message, delivery) = (draft.Message, draft.Delivery);
        var mail = new MimeMessage { MessageId = message.MessageId, Date = message.Time };
        mail.Subject = message.Outgoing is null ? NotificationText.Subject(draft) : message.Subject;
        mail.From.Add(draft.From.ToMailbox());
        Address(mail, draft);
        AddReplyTo(mail, draft.ReplyTo);
        foreach (var id in message.References)
            mail.References.Add(id);
        if (message.InReplyTo is { } parent)
            mail.InReplyTo = parent;
        foreach (var (name, value) in message.Outgoing?.Headers ?? new Dictionary<string, string>())
            mail.Headers.Replace(name, value);
        // Told on, so that no responder answers a responder (RFC 3834 §2).
        if (message.Automatic is not null)
            mail.Headers.Replace("Auto-Submitted", "auto-generated");
        if (delivery.Bulk)
            mail.Headers.Replace("Precedence", "bulk");
        if ((draft.Unsubscribe ?? draft.Stop) is { } end)
            OfferEnd(mail, end);
        mail.Body = Body(draft);
        return mail;
    }

    /// <summary>RFC 2369 §3.2 and RFC 8058 §3.1: how to end such mail, in one step.</summary>
    private static void OfferEnd(MimeMessage mail, string address)
    {
        mail.Headers.Replace(HeaderId.ListUnsubscribe, $"<{address}>");
        mail.Headers.Replace("List-Unsubscribe-Post", $"{UnsubscribePage.Field}={UnsubscribePage.OneClick}");
    }

    private static void Address(MimeMessage mail, MailDraft draft)
    {
        var (message, delivery) = (draft.Message, draft.Delivery);
        if (message.Outgoing is { } outgoing && !IsToNobody(outgoing, delivery))
        {
            mail.To.AddRange(outgoing.To.Select(address => EmailAddress.Parse(address).ToMailbox()));
            mail.Cc.AddRange(outgoing.Cc.Select(address => EmailAddress.Parse(address).ToMailbox()));
            return;
        }
        mail.To.Add(new MailboxAddress(delivery.Name ?? "", delivery.Recipient));
        // So that a reply to all reaches them too.
        mail.Cc.AddRange(
            message
                .Others.Select(EmailAddress.Parse)
                .Where(other => other.Address != delivery.Recipient)
                .Select(other => other.ToMailbox())
        );
    }

    // A mailing that names its recipients in bcc alone reads as a mail to each of them.
    private static bool IsToNobody(OutgoingHeaders outgoing, MessageDelivery delivery) =>
        delivery.Bulk && outgoing.To.Count + outgoing.Cc.Count == 0;

    // On one line however long the domain is: some relays damage a Reply-To that is folded.
    private static void AddReplyTo(MimeMessage mail, string? replyTo)
    {
        if (!EmailAddress.TryParse(replyTo, out var address))
            return;
        mail.ReplyTo.Add(address.ToMailbox());
        if (mail.Headers[HeaderId.ReplyTo] is { } text && Ascii.IsValid(text))
            mail.Headers[mail.Headers.IndexOf(HeaderId.ReplyTo)].SetRawValue(Encoding.ASCII.GetBytes($" {text}\r\n"));
    }

    private static MimeEntity Body(MailDraft draft)
    {
        var notification = draft.Message.Outgoing is null;
        var marker = notification ? Marker(draft) : null;
        var builder = new BodyBuilder
        {
            TextBody = notification
                ? NotificationText.Plain(draft) + (marker is null ? "" : $"{marker}\n")
                : draft.Text,
            HtmlBody = notification ? WithMarker(NotificationText.Html(draft), marker) : draft.Html,
        };
        foreach (var (file, content) in draft.Files)
        {
            var type =
                ContentType.TryParse(file.Type, out var parsed) && !parsed.IsMimeType("multipart", "*")
                    ? parsed
                    : Unknown();
            var isInline =
                file.ContentId is { } id && draft.Html?.Contains($"cid:{id}", StringComparison.Ordinal) == true;
            var name = NotificationText.OneLine(file.Name) is { Length: > 0 } given ? given : "file";
            var part = Add(builder, isInline, name, content, type);
            if (isInline)
                part.ContentId = file.ContentId;
        }
        return builder.ToMessageBody();
    }

    private static MimeEntity Add(
        BodyBuilder builder,
        bool isInline,
        string name,
        SpooledContent content,
        ContentType type
    )
    {
        var files = isInline ? builder.LinkedResources : builder.Attachments;
        // Texts and mails want to be looked at, for their charset and what encoding they may have (RFC 2046 §5.2.1).
        try
        {
            if (
                content.Memory.Length <= SpooledContent.MemoryLimit
                || type.IsMimeType("text", "*")
                || type.IsMimeType("message", "*")
            )
                return files.Add(name, content.Memory.ToArray(), type);
        }
        catch (FormatException)
        {
            // It says that it is a mail and is none: it goes as the bytes that it is.
            type = Unknown();
        }
        var part = new MimePart(type)
        {
            Content = new MimeContent(content.OpenRead()),
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(
                isInline ? ContentDisposition.Inline : ContentDisposition.Attachment
            ),
            FileName = name,
        };
        files.Add(part);
        return part;
    }

    private static ContentType Unknown() => new("application", "octet-stream");

    // The tag of the reply address once more, for clients that lose both the address and the references.
    private static string? Marker(MailDraft draft) =>
        EmailAddress.TryParse(draft.ReplyTo, out var replyTo) && OwnAddresses.Tag(replyTo, ReplyTag.Length) is { } tag
            ? BodyMarker.Write(tag)
            : null;

    private static string WithMarker(string html, string? marker)
    {
        if (marker is null)
            return html;
        var end = html.LastIndexOf("</body>", StringComparison.OrdinalIgnoreCase);
        var hidden =
            $"""<div style="display:none;mso-hide:all;max-height:0;overflow:hidden;font-size:1px">{marker}</div>""";
        return end < 0 ? html + hidden : html.Insert(end, hidden);
    }
}
