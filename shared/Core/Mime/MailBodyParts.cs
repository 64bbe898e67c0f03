using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Tnef;

namespace Postern.Core.Mime;

/// <summary>
/// Divides the parts of a mail, in order, into displayed sections and attachments. The parser limits the depth.
/// </summary>
internal sealed class MailBodyParts(BodyReading reading)
{
    // A longer text is a file rather than a letter; as an attachment it is not decoded.
    private const int LargestText = 4 * 1024 * 1024;

    private readonly List<BodySegment> segments = [];
    private readonly List<BodyCandidate> candidates = [];

    public List<MailAttachment> Attachments { get; } = [];

    /// <summary>The sections to display. Where the displayed parts have none, the likeliest part that has text.</summary>
    public List<BodySegment> Shown()
    {
        if (segments.Exists(segment => segment.HasContent(reading.Budget)))
            return segments;
        foreach (var candidate in candidates.OrderBy(candidate => candidate.Rank))
        {
            if (candidate.Read() is not { } segment || !segment.HasContent(reading.Budget))
                continue;
            if (candidate.File is { } file)
                Attachments.Remove(file);
            return [segment];
        }
        return segments;
    }

    public void Add(MimeEntity entity, bool inRelated = false, bool inReport = false)
    {
        reading.Budget.TakePieces(1);
        switch (entity)
        {
            case Multipart { Count: 0 } broken:
                AddUndivided(broken, inRelated, inReport);
                break;
            case MultipartAlternative alternative:
                AddAlternative(alternative, inReport);
                AddSurroundings(alternative);
                break;
            case Multipart multipart:
                foreach (var part in multipart)
                    Add(part, inRelated || multipart is MultipartRelated, inReport || multipart is MultipartReport);
                AddSurroundings(multipart);
                break;
            case MimePart part when IsTnef(part) && TnefContent.TryRead(part, reading.Budget) is { } content:
                Attachments.AddRange(content.Attachments);
                candidates.Add(new BodyCandidate(BodyRank.Wrapped, () => content.Segment, null));
                break;
            case MimePart part when OpaqueMail.Is(part):
                AddAttachment(entity, inRelated, inReport);
                AddOpaque(part, inRelated);
                break;
            case TextPart text when IsDisplayed(text):
                segments.Add(ReadText(text));
                break;
            default:
                AddAttachment(entity, inRelated, inReport);
                break;
        }
    }

    private static bool IsTnef(MimePart part) =>
        part is TnefPart || string.Equals(part.FileName, "winmail.dat", StringComparison.OrdinalIgnoreCase);

    private static bool IsDisplayed(TextPart text) =>
        (text.IsPlain || text.IsHtml) && !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && !IsLarge(text);

    private static bool IsLarge(MimePart part) => part.Content?.Stream is { Length: > LargestText };

    private BodySegment ReadText(MimePart part)
    {
        var text = PartText.Read(part, reading);
        return BodyCandidate.IsHtml(part) ? new BodySegment(null, text) : new BodySegment(text, null);
    }

    // RFC 2046 §5.1.4: the last alternative is the best. Text and HTML are both kept, and all attachments.
    private void AddAlternative(MultipartAlternative alternative, bool inReport)
    {
        string? text = null;
        string? html = null;
        foreach (var part in alternative)
        {
            var parts = new MailBodyParts(reading);
            parts.Add(part, inReport: inReport);
            Attachments.AddRange(parts.Attachments);
            candidates.AddRange(parts.candidates);
            // Some programs write an empty alternative beside the other.
            if (!parts.segments.Exists(segment => segment.HasContent(reading.Budget)))
                continue;
            if (parts.segments.Exists(s => s.Html is not null))
                html = MailBody.HtmlOf(parts.segments);
            else
                text ??= MailBody.TextOf(parts.segments, reading.Budget).Shown;
        }
        if (text is not null || html is not null)
            segments.Add(new BodySegment(text, html));
    }

    private void AddOpaque(MimePart part, bool inRelated)
    {
        if (!reading.MayOpen())
            return;
        var opaque = OpaqueMail.Open(part, reading);
        reading.Notes.Add(opaque.Note);
        if (opaque.Content is { } content)
            Add(content, inRelated);
    }

    // With a missing or wrong boundary, the whole body is before the first part or after the last.
    private void AddUndivided(Multipart broken, bool inRelated, bool inReport)
    {
        var isEmpty = string.IsNullOrWhiteSpace(broken.Preamble);
        if (!isEmpty && reading.MayOpen() && MimeTree.LoadDivided(broken, reading.Budget) is { Count: > 0 } divided)
            Add(divided, inRelated, inReport);
        else
            candidates.Add(new BodyCandidate(BodyRank.Undivided, () => SurroundingText.Of(broken), null));
    }

    private void AddSurroundings(Multipart multipart)
    {
        if (multipart is MultipartEncrypted)
            reading.Notes.Add("The mail is encrypted; only a program of its recipient can read it.");
        candidates.Add(new BodyCandidate(BodyRank.Surroundings, () => SurroundingText.Written(multipart), null));
    }

    private void AddAttachment(MimeEntity entity, bool inRelated, bool inReport)
    {
        var file = MailAttachments.Of(entity, inRelated, reading.Charsets);
        Attachments.Add(file);
        // What a report returns is not what it says.
        if (BodyCandidate.RankOf(entity) is not { } rank || (inReport && entity is MessagePart))
            return;
        var staysFile = rank is not BodyRank.NamedText || entity.ContentDisposition?.FileName is not null;
        candidates.Add(new BodyCandidate(rank, () => ReadCandidate(entity), staysFile ? null : file));
    }

    private BodySegment? ReadCandidate(MimeEntity entity)
    {
        switch (entity)
        {
            case MessagePart { Message.Body: { } body }:
                var inner = new MailBodyParts(reading);
                inner.Add(body);
                return inner.Shown() is { Count: > 0 } shown
                    ? new BodySegment(MailBody.TextOf(shown, reading.Budget).Shown, MailBody.HtmlOf(shown))
                    : null;
            case MimePart part when IsLarge(part):
                return null;
            case MimePart part when BodyCandidate.IsCalendar(part):
                return new BodySegment(CalendarText.Read(PartText.Read(part, reading)), null);
            case TextPart { IsEnriched: true } or TextPart { ContentType.MediaSubtype: "richtext" }:
                return new BodySegment(EnrichedText.Read(PartText.Read((TextPart)entity, reading)), null);
            case TextPart text:
                return ReadText(text);
            case MimePart part:
                return PartText.IsText(part, reading.Budget) ? ReadText(part) : null;
            default:
                return null;
        }
    }
}
