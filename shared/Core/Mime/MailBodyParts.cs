using MimeKit;
using MimeKit.Tnef;

namespace Postern.Core.Mime;

/// <summary>Walks the parts of a mail in order and sorts them into what is shown and what is attached. Depth is limited by the parser.</summary>
internal sealed class MailBodyParts
{
    // A text beyond this is a file that somebody sent, not a letter; as an attachment it stays in its raw bytes.
    private const int LargestText = 4 * 1024 * 1024;

    public List<BodySegment> Segments { get; } = [];

    public List<MailAttachment> Attachments { get; } = [];

    /// <summary>Text to show when there is no other: of an invitation, or what stands around parts that are missing.</summary>
    public List<BodySegment> Fallback { get; } = [];

    public void Add(MimeEntity entity, bool inRelated = false)
    {
        switch (entity)
        {
            case Multipart { Count: 0 } broken:
                AddLoose(broken);
                break;
            case MultipartAlternative alternative:
                AddAlternative(alternative);
                break;
            case Multipart multipart:
                foreach (var part in multipart)
                    Add(part, inRelated || multipart is MultipartRelated);
                break;
            case MimePart part when IsTnef(part) && TnefContent.TryRead(part) is { } content:
                AddTnef(content);
                break;
            case TextPart text when IsShown(text):
                AddText(text);
                break;
            default:
                AddAttachment(entity, inRelated);
                break;
        }
    }

    private static bool IsTnef(MimePart part) =>
        part is TnefPart || string.Equals(part.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase);

    private static bool IsShown(TextPart text) =>
        (text.IsPlain || text.IsHtml) && !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && !IsLarge(text);

    private static bool IsLarge(TextPart text) => text.Content?.Stream is { Length: > LargestText };

    private void AddText(TextPart part)
    {
        var text = PartText.Read(part);
        Segments.Add(part.IsHtml ? new BodySegment(null, text) : new BodySegment(text, null));
    }

    // RFC 2046 §5.1.4: the last that can be shown is the best; text and HTML are both kept, a longer list of files whole.
    private void AddAlternative(MultipartAlternative alternative)
    {
        string? text = null,
            html = null;
        foreach (var part in alternative)
        {
            var parts = new MailBodyParts();
            parts.Add(part);
            Attachments.AddRange(parts.Attachments);
            Fallback.AddRange(parts.Fallback);
            if (parts.Segments.Exists(s => s.Html is not null))
                html = MailBody.HtmlOf(parts.Segments);
            else if (parts.Segments.Count > 0)
                text ??= MailBody.TextOf(parts.Segments);
        }
        if (text is not null || html is not null)
            Segments.Add(new BodySegment(text, html));
    }

    private void AddTnef(TnefContent content)
    {
        Attachments.AddRange(content.Attachments);
        Fallback.Add(content.Body);
    }

    // A missing or wrong boundary leaves the whole body before the first part or after the last.
    private void AddLoose(Multipart broken)
    {
        var text = string.Join(
            '\n',
            new[] { broken.Preamble, broken.Epilogue }.Where(t => !string.IsNullOrWhiteSpace(t))
        );
        if (text.Length > 0)
            Fallback.Add(new BodySegment(PartText.Clean(text), null));
    }

    private void AddAttachment(MimeEntity entity, bool inRelated)
    {
        Attachments.Add(MailAttachments.Of(entity, inRelated));
        if (entity is TextPart { ContentType.MediaSubtype: "calendar" } calendar)
        {
            Fallback.Add(new BodySegment(CalendarText.Read(PartText.Read(calendar)), null));
        }
    }
}
