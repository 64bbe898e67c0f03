using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Routing.Facts;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>What a mail says, as the content of a message.</summary>
public static class MailContent
{
    // A row names them all.
    private const int MostFiles = 100;

    public static MessageContent Of(IncomingMail mail, StoredMail raw, RoutingFacts facts) =>
        new()
        {
            Subject = mail.Subject,
            Text = mail.Text,
            Html = mail.Html,
            NewText = mail.ReplyText is { Quoted.Length: 0, Signature.Length: 0 } ? null : mail.ReplyText.New,
            Files = [.. Attachments(mail, raw.Origin), .. Original(mail, raw)],
            SourceMessageId = mail.MessageId,
            Mail = raw.Id.Value,
            Automatic = mail.Automatic,
            Forged = facts.Forged,
        };

    private static IEnumerable<ContentFile> Attachments(IncomingMail mail, MailOrigin origin) =>
        origin.KeepAttachments
            ? mail
                .Attachments.Take(MostFiles)
                .Select(file => new ContentFile(file.FileName, file.ContentType, file.Open, file.ContentId))
            : [];

    // With more files than a message can name, the mail itself stands for the rest.
    private static IEnumerable<ContentFile> Original(IncomingMail mail, StoredMail raw) =>
        raw.Origin.KeepOriginal || (raw.Origin.KeepAttachments && mail.Attachments.Count > MostFiles)
            ? [new ContentFile("original_email.eml", "message/rfc822", raw.Content.OpenRead)]
            : [];

    /// <summary>The SMTP envelope that a mail came with, as the parser takes it; null when it is not known.</summary>
    public static MailEnvelope? ToEnvelope(this MailOrigin origin) =>
        origin.MailFrom is null && origin.RcptTo is null
            ? null
            : new MailEnvelope(
                EmailAddress.TryParse(origin.MailFrom, out var from) ? from : null,
                [
                    .. (origin.RcptTo ?? [])
                        .Select(text => EmailAddress.TryParse(text, out var address) ? address : null)
                        .OfType<EmailAddress>(),
                ]
            )
            {
                MailFromKnown = origin.MailFrom is not null,
            };
}
