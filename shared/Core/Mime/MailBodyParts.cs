using MimeKit;
using MimeKit.Tnef;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Divides the parts of a mail, in order, into displayed sections and attachments. The parser limits the depth.
/// </summary>
internal sealed class MailBodyParts(ReadingBudget budget)
{
    // A longer text is a file rather than a letter; as an attachment it is not decoded.
    private const int LargestText = 4 * 1024 * 1024;

    public List<BodySegment> Segments { get; } = [];

    public List<MailAttachment> Attachments { get; } = [];

    /// <summary>
    /// Sections to display when there is no other: text of an invitation or of a multipart without parts.
    /// </summary>
    public List<BodySegment> Fallback { get; } = [];

    public void Add(MimeEntity entity, bool inRelated = false)
    {
        budget.TakePieces(1);
        switch (entity)
        {
            case Multipart { Count: 0 } broken:
                AddWithoutBoundary(broken);
                break;
            case MultipartAlternative alternative:
                AddAlternative(alternative);
                break;
            case Multipart multipart:
                foreach (var part in multipart)
                    Add(part, inRelated || multipart is MultipartRelated);
                break;
            case MimePart part when IsTnef(part) && TnefContent.TryRead(part, budget) is { } content:
                AddTnef(content);
                break;
            case TextPart text when IsDisplayed(text):
                AddText(text);
                break;
            default:
                AddAttachment(entity, inRelated);
                break;
        }
    }

    private static bool IsTnef(MimePart part) =>
        part is TnefPart || string.Equals(part.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase);

    private static bool IsDisplayed(TextPart text) =>
        (text.IsPlain || text.IsHtml) && !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && !IsLarge(text);

    private static bool IsLarge(TextPart text) => text.Content?.Stream is { Length: > LargestText };

    private void AddText(TextPart part)
    {
        var text = PartText.Read(part, budget);
        Segments.Add(part.IsHtml ? new BodySegment(null, text) : new BodySegment(text, null));
    }

    // RFC 2046 §5.1.4: the last alternative is the best. Text and HTML are both kept, and all attachments.
    private void AddAlternative(MultipartAlternative alternative)
    {
        string? text = null;
        string? html = null;
        foreach (var part in alternative)
        {
            var parts = new MailBodyParts(budget);
            parts.Add(part);
            Attachments.AddRange(parts.Attachments);
            Fallback.AddRange(parts.Fallback);
            if (parts.Segments.Exists(s => s.Html is not null))
                html = MailBody.HtmlOf(parts.Segments);
            else if (parts.Segments.Count > 0)
                text ??= MailBody.TextOf(parts.Segments, budget);
        }
        if (text is not null || html is not null)
            Segments.Add(new BodySegment(text, html));
    }

    private void AddTnef(TnefContent content)
    {
        Attachments.AddRange(content.Attachments);
        Fallback.Add(content.Segment);
    }

    // With a missing or wrong boundary, the whole body is before the first part or after the last.
    private void AddWithoutBoundary(Multipart broken)
    {
        var texts = new[] { broken.Preamble, broken.Epilogue }.Where(part => !string.IsNullOrWhiteSpace(part));
        var text = string.Join('\n', texts);
        if (text.Length > 0)
            Fallback.Add(new BodySegment(PartText.Clean(text), null));
    }

    private void AddAttachment(MimeEntity entity, bool inRelated)
    {
        Attachments.Add(MailAttachments.Of(entity, inRelated));
        if (entity is TextPart { ContentType.MediaSubtype: "calendar" } calendar)
            Fallback.Add(new BodySegment(CalendarText.Read(PartText.Read(calendar, budget)), null));
    }
}
