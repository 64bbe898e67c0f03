using MimeKit;

namespace Postern.Core.Mime;

/// <summary>A part that is the body of a mail when the mail displays no other.</summary>
/// <param name="Rank">How likely it was meant as the body.</param>
/// <param name="Read">Reads it; null when it turns out to hold no text.</param>
/// <param name="File">The file that it is no longer when it is the body; null where it stays one.</param>
internal sealed record BodyCandidate(BodyRank Rank, Func<BodySegment?> Read, MailAttachment? File)
{
    private static readonly string[] TextSubtypes = ["text", "txt", "plain", "x-text", "x-txt"];
    private static readonly string[] HtmlSubtypes = ["html", "xhtml+xml", "x-amp-html"];

    // The parts of reports that are written for programs.
    private static readonly string[] ReportSubtypes =
    [
        "rfc822-headers",
        "rfc822-header",
        "delivery-status",
        "disposition-notification",
        "feedback-report",
    ];

    /// <summary>The rank of a part that is not displayed; null when it cannot be a body.</summary>
    public static BodyRank? RankOf(MimeEntity entity) =>
        entity switch
        {
            MessagePart { Message.Body: not null } => BodyRank.InnerMail,
            MimePart part when IsCalendar(part) => BodyRank.Calendar,
            MimePart part when IsText(part) => part.IsAttachment ? BodyRank.AttachedText : BodyRank.NamedText,
            MimePart { ContentType: { MediaType: "application", MediaSubtype: "octet-stream" } } => BodyRank.Octets,
            _ => null,
        };

    public static bool IsCalendar(MimePart part) => Has(["calendar", "ics"], part);

    public static bool IsHtml(MimePart part) => Has(HtmlSubtypes, part);

    // RFC 2046 §4.1.4: text of a kind that is not known is plain text.
    private static bool IsText(MimePart part) =>
        part is TextPart
            ? !Has(ReportSubtypes, part)
            : Has(TextSubtypes, part) || Has(HtmlSubtypes, part) || HasUnreadableType(part);

    // RFC 2045 §5.2: a type that cannot be read is that of plain text. The parser takes it for octets.
    private static bool HasUnreadableType(MimePart part) =>
        part.ContentType is { MediaType: "application", MediaSubtype: "octet-stream" }
        && part.Headers[HeaderId.ContentType] is { } written
        && !written.Contains("octet-stream", StringComparison.OrdinalIgnoreCase);

    private static bool Has(string[] subtypes, MimePart part) =>
        subtypes.Contains(part.ContentType.MediaSubtype, StringComparer.OrdinalIgnoreCase);
}

/// <summary>How likely a part that is not displayed was meant as the body; the most likely first.</summary>
internal enum BodyRank
{
    /// <summary>The body that Outlook wrapped into a file.</summary>
    Wrapped,

    /// <summary>A text with a name, or of an unknown kind.</summary>
    NamedText,

    /// <summary>The texts of an invitation or of the answer to one.</summary>
    Calendar,

    /// <summary>The content of a multipart that cannot be divided into parts.</summary>
    Undivided,

    /// <summary>A text that its sender marked as an attachment.</summary>
    AttachedText,

    /// <summary>A mail that is attached.</summary>
    InnerMail,

    /// <summary>Octets of no kind that are text.</summary>
    Octets,

    /// <summary>What stands before the first part or after the last.</summary>
    Surroundings,
}
