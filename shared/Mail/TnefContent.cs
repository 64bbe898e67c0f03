using MimeKit;
using MimeKit.Tnef;

namespace Postern.Mail;

/// <summary>What an Outlook wrapper (TNEF, <c>winmail.dat</c>) holds: the files and, when it has one, the body.</summary>
internal sealed record TnefContent(BodySegment Body, IReadOnlyList<MailAttachment> Attachments)
{
    /// <summary>Null when the part is damaged or holds nothing: then it stays an attachment itself.</summary>
    public static TnefContent? TryRead(TnefPart part)
    {
        try
        {
            var message = part.ConvertToMessage();
            var body = new BodySegment(message.TextBody, message.HtmlBody);
            var parts = part.ExtractAttachments().OfType<MimePart>().Where(p => p.Content is not null);
            var files = parts.Select(p => MailAttachments.Of(p, false)).ToList();
            return files.Count > 0 || !string.IsNullOrWhiteSpace(body.Text ?? body.Html) ? new TnefContent(body, files) : null;
        }
        // The reader of a foreign binary format; it fails in more ways than it names.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }
}
