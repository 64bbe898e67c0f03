using System.Net;
using MimeKit;
using Postern.Mail;
using Postern.People;
using Postern.Routing;
using Postern.Signing;
using Postern.Threads;

namespace Postern.Outbound;

/// <summary>Builds the mail of a delivery: a notification of a message on a thread (P2–P5), or a program's own mail.</summary>
public static class NotificationComposer
{
    public static MimeMessage Compose(MailDraft draft)
    {
        var (message, delivery) = (draft.Message, draft.Delivery);
        var mail = new MimeMessage { MessageId = message.MessageId, Date = message.Time, Subject = Subject(message) };
        mail.From.Add(draft.From.ToMailbox());
        if (message.Outgoing is { } outgoing && !IsToNobody(outgoing, delivery)) Address(mail, outgoing);
        else mail.To.Add(new MailboxAddress(delivery.Name ?? "", delivery.Recipient));
        if (EmailAddress.TryParse(draft.ReplyTo, out var replyTo)) mail.ReplyTo.Add(replyTo.ToMailbox());
        foreach (var id in message.References) mail.References.Add(id);
        if (message.References.Count > 0) mail.InReplyTo = message.References[^1];
        foreach (var (name, value) in message.Outgoing?.Headers ?? new Dictionary<string, string>()) mail.Headers.Replace(name, value);
        // Told on, so that no responder answers a responder (RFC 3834 §2).
        if (message.Automatic is not null) mail.Headers.Replace("Auto-Submitted", "auto-generated");
        if (delivery.Bulk) MarkBulk(mail, draft.Unsubscribe);
        mail.Body = Body(draft);
        return mail;
    }

    /// <summary>RFC 2369 §3.2 and RFC 8058 §3.1: how to end the mailings, in one step.</summary>
    private static void MarkBulk(MimeMessage mail, string? unsubscribe)
    {
        mail.Headers.Replace("Precedence", "bulk");
        if (unsubscribe is null) return;
        mail.Headers.Replace(HeaderId.ListUnsubscribe, $"<{unsubscribe}>");
        mail.Headers.Replace("List-Unsubscribe-Post", $"{UnsubscribePage.Field}={UnsubscribePage.OneClick}");
    }

    // A mailing that names its recipients in bcc alone reads as a mail to each of them.
    private static bool IsToNobody(OutgoingHeaders outgoing, MessageDelivery delivery) => delivery.Bulk && outgoing.To.Count + outgoing.Cc.Count == 0;

    private static string Subject(ThreadMessage message) =>
        message.Subject.Length > 0 ? message.Subject : $"Re: {message.Thread.Subject}";

    private static void Address(MimeMessage mail, OutgoingHeaders outgoing)
    {
        mail.To.AddRange(outgoing.To.Select(address => EmailAddress.Parse(address).ToMailbox()));
        mail.Cc.AddRange(outgoing.Cc.Select(address => EmailAddress.Parse(address).ToMailbox()));
    }

    private static MimeEntity Body(MailDraft draft)
    {
        var notification = draft.Message.Outgoing is null;
        var builder = new BodyBuilder
        {
            TextBody = notification ? Text(draft) : draft.Text,
            HtmlBody = notification ? Html(draft) : draft.Html,
        };
        foreach (var (file, content) in draft.Files)
        {
            var type = ContentType.TryParse(file.Type, out var parsed) ? parsed : new ContentType("application", "octet-stream");
            var isInline = file.ContentId is { } id && draft.Html?.Contains($"cid:{id}", StringComparison.Ordinal) == true;
            var part = (isInline ? builder.LinkedResources : builder.Attachments).Add(file.Name, content.ToArray(), type);
            if (isInline) part.ContentId = file.ContentId;
        }
        return builder.ToMessageBody();
    }

    private static string Text(MailDraft draft)
    {
        var text = draft.Text ?? HtmlText.FromHtml(draft.Html ?? "");
        var link = draft.Link is null ? "" : $"\n{draft.Link}";
        return $"{text.TrimEnd()}\n\n--\n{Footer(draft)}{link}\n";
    }

    private static string Html(MailDraft draft)
    {
        var body = draft.Html ?? $"<div style=\"white-space:pre-wrap\">{WebUtility.HtmlEncode(draft.Text ?? "")}</div>";
        var subject = WebUtility.HtmlEncode(draft.Message.Thread.Subject);
        var title = draft.Link is null ? subject : $"<a href=\"{WebUtility.HtmlEncode(draft.Link)}\" style=\"color:inherit\">{subject}</a>";
        return $"""
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"></head>
            <body style="margin:0;padding:16px;font-family:system-ui,sans-serif;font-size:15px;line-height:1.5">
            <p style="margin:0 0 12px"><strong>{WebUtility.HtmlEncode(draft.Message.Author.DisplayName)}</strong> &middot; {title}</p>
            <div>{body}</div>
            <p style="margin:20px 0 0;font-size:12px;opacity:.7">{WebUtility.HtmlEncode(Footer(draft))}</p>{Marker(draft)}
            </body></html>
            """;
    }

    // The tag of the reply address once more, for clients that lose both the address and the references.
    private static string Marker(MailDraft draft) =>
        EmailAddress.TryParse(draft.ReplyTo, out var replyTo) && OwnAddresses.Tag(replyTo, ReplyTag.Length) is { } tag
            ? $"""<span style="display:none">{BodyMarker.Write(tag)}</span>""" : "";

    private static string Footer(MailDraft draft) => draft.Message.Kind == MessageKind.Note
        ? $"An internal note by {draft.Message.Author.DisplayName} on \"{draft.Message.Thread.Subject}\". Your answer stays internal."
        : $"You get this because you follow \"{draft.Message.Thread.Subject}\". Answer this mail to answer everybody who follows it.";
}

/// <summary>All that a mail is built from.</summary>
public sealed record MailDraft
{
    public required ThreadMessage Message { get; init; }

    public required MessageDelivery Delivery { get; init; }

    public required EmailAddress From { get; init; }

    public string? ReplyTo { get; init; }

    public string? Text { get; init; }

    public string? Html { get; init; }

    /// <summary>Address of the record in the application.</summary>
    public string? Link { get; init; }

    /// <summary>Where the recipient ends mailings; null for other mail, and where the gateway has no public address.</summary>
    public string? Unsubscribe { get; init; }

    public IReadOnlyList<(MessageAttachment File, BinaryData Content)> Files { get; init; } = [];
}
