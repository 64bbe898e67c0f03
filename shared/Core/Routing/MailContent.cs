using Postern.Core.Addresses;
using Postern.Core.Journal;
using Postern.Core.Mail;
using Postern.Core.Mime;
using Postern.Core.Routing.Facts;
using Postern.Core.Senders;
using Postern.Core.Threads;

namespace Postern.Core.Routing;

/// <summary>Converts a mail to the content of a message.</summary>
public static class MailContent
{
    // The row of a message names all its files.
    private const int MostFiles = 100;

    /// <summary>The content of the message that a mail becomes on one thread.</summary>
    public static MessageContent Of(IncomingMail mail, StoredMail raw, PostingPlan posting, RoutingFacts facts)
    {
        var shown = ShownMail.Of(mail, posting, facts);
        var hidesNote = !ReferenceEquals(shown.Mail, mail);
        return new()
        {
            Subject = mail.Subject,
            Text = shown.Mail.Text,
            Html = shown.Mail.Html,
            NewText = shown.NewText,
            Signature = shown.Signature,
            Files = [.. Attachments(mail, raw.Origin), .. hidesNote ? [] : Original(mail, raw)],
            SourceMessageId = mail.MessageId,
            Mail = raw.Id.Value,
            Automatic = mail.Automatic,
            Forged = facts.Forged,
            Verified = facts.Authentication.Result == SenderResult.Pass,
        };
    }

    private static IEnumerable<ContentFile> Attachments(IncomingMail mail, MailOrigin origin)
    {
        if (!origin.KeepAttachments)
            return [];
        return mail
            .Attachments.Take(MostFiles)
            .Select(file => new ContentFile(file.FileName, file.ContentType, file.Open, file.ContentId));
    }

    // The original also contains the files beyond the limit, which would be lost without it.
    private static IEnumerable<ContentFile> Original(IncomingMail mail, StoredMail raw)
    {
        var hasMore = raw.Origin.KeepAttachments && mail.Attachments.Count > MostFiles;
        return raw.Origin.KeepOriginal || hasMore
            ? [new ContentFile("original_email.eml", "message/rfc822", raw.Content.OpenRead)]
            : [];
    }

    /// <summary>The SMTP envelope of a mail, for the parser; null when it is not known.</summary>
    public static MailEnvelope? ToEnvelope(this MailOrigin origin)
    {
        if (origin.MailFrom is null && origin.RcptTo is null)
            return null;
        var recipients = (origin.RcptTo ?? []).Select(ParseOrNull).OfType<EmailAddress>();
        return new MailEnvelope(ParseOrNull(origin.MailFrom), [.. recipients])
        {
            MailFromKnown = origin.MailFrom is not null,
        };
    }

    private static EmailAddress? ParseOrNull(string? text) =>
        EmailAddress.TryParse(text, out var address) ? address : null;
}
