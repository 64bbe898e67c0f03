using MimeKit;
using Postern.Core.Mail;
using Postern.Core.Mime;

namespace Postern.Core.Reports.Reading;

/// <summary>
/// The parts of a report (RFC 6522): machine-readable fields, a text for people, the returned mail or its header.
/// </summary>
internal sealed class ReportParts
{
    // The text of a report is at its beginning; anything longer is the returned mail.
    private const int MostText = 64 * 1024;
    private const int MostParts = 50;
    private const int DeepestNesting = 2;

    private readonly List<MimeEntity> parts;

    private ReportParts(IncomingMail mail, List<MimeEntity> parts)
    {
        this.parts = parts;
        Notice = new NoticeText(mail.Text.Length > MostText ? mail.Text[..MostText] : mail.Text);
    }

    /// <summary>The text for people, without the returned mail.</summary>
    public NoticeText Notice { get; }

    /// <summary>The text of all delivery status parts; "" without one.</summary>
    public string DeliveryStatus => field ??= string.Join("\n\n", TextOf("delivery-status"));

    public FieldBlock? Feedback => First("feedback-report");

    public FieldBlock? Disposition => First("disposition-notification");

    /// <summary>The header of the returned mail, from a part of its own or after the text; empty without one.</summary>
    public FieldBlock Original => field ??= OriginalPart() ?? Notice.Original;

    public static ReportParts Of(IncomingMail mail)
    {
        var found = new List<MimeEntity>();
        Collect(mail.Message.Body, found);
        var parts = new ReportParts(mail, found);
        return parts.HasFields ? parts : Nested(mail, found, DeepestNesting) ?? parts;
    }

    private bool HasFields => parts.Exists(part => IsFieldsPart(part.ContentType.MediaSubtype));

    // A relay may have wrapped the report in another mail. A returned report, in contrast, has its own fields outside.
    private static ReportParts? Nested(IncomingMail mail, List<MimeEntity> outer, int depth)
    {
        foreach (var message in outer.OfType<MessagePart>().Where(part => part.Message?.Body is MultipartReport))
        {
            var inner = new List<MimeEntity>();
            Collect(message.Message!.Body, inner);
            var parts = new ReportParts(mail, inner);
            return parts.HasFields || depth == 0 ? parts : Nested(mail, inner, depth - 1);
        }
        return null;
    }

    private static void Collect(MimeEntity? entity, List<MimeEntity> found)
    {
        if (entity is null || found.Count >= MostParts)
            return;
        found.Add(entity);
        if (entity is not Multipart multipart)
            return;
        foreach (var part in multipart)
            Collect(part, found);
    }

    private static bool IsFieldsPart(string subtype) =>
        IsKind(subtype, "delivery-status")
        || IsKind(subtype, "feedback-report")
        || IsKind(subtype, "disposition-notification");

    // message/delivery-status and message/global-delivery-status (RFC 6533); some systems write text/delivery-status.
    private static bool IsKind(string subtype, string kind) =>
        subtype.EndsWith(kind, StringComparison.OrdinalIgnoreCase);

    private FieldBlock? First(string kind) => TextOf(kind).FirstOrDefault() is { } text ? FieldBlock.First(text) : null;

    private IEnumerable<string> TextOf(string kind) =>
        parts.Where(part => IsKind(part.ContentType.MediaSubtype, kind)).Select(Text).OfType<string>();

    private FieldBlock? OriginalPart()
    {
        foreach (var part in parts)
        {
            if (HeaderOf(part) is { IsEmpty: false } header)
                return header;
        }
        return null;
    }

    private static FieldBlock? HeaderOf(MimeEntity part)
    {
        if (part is MessagePart { Message: { } message })
            return FieldBlock.Of(message.Headers);
        if (part is not MimePart || !IsMailPart(part.ContentType.MediaSubtype))
            return null;
        return Text(part) is { } text ? FieldBlock.First(text) : null;
    }

    private static bool IsMailPart(string subtype) =>
        subtype.ToLowerInvariant() is "rfc822-headers" or "rfc822-header" or "rfc822" or "global" or "global-headers";

    private static string? Text(MimeEntity part)
    {
        if (part is not MimePart { Content: { } content })
            return null;
        using var stream = content.Open();
        var buffer = new byte[MostText];
        var length = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        return TextDecoding.Decode(buffer.AsSpan(0, length), part.ContentType.Charset);
    }
}
