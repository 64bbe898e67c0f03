using MimeKit;

namespace Postern.Core.Delivery;

/// <summary>Encodes the parts of a mail whose content no text encoding carries unchanged.</summary>
internal static class PartRepair
{
    /// <summary>Repairs an entity and its parts. What replaces the entity itself; null when it stays.</summary>
    public static MimeEntity? Repair(MimeEntity entity)
    {
        if (entity is Multipart parts)
            RepairAll(parts);
        return entity is MimePart { Content: not null } part && NeedsBase64(part) ? InBase64(part) : null;
    }

    private static void RepairAll(Multipart parts)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (Repair(parts[i]) is { } repaired)
                parts[i] = repaired;
        }
    }

    // LF is the line end of displayed text in memory. In a file every octet counts.
    private static bool NeedsBase64(MimePart part)
    {
        if (part.ContentTransferEncoding == ContentEncoding.Base64)
            return false;
        using var content = new WireStream();
        part.Content!.DecodeTo(content);
        content.Flush();
        var isFile = part is not TextPart || part.IsAttachment || part.FileName is not null;
        return content.HasBareReturn || content.HasNul || (content.HasBareFeed && isFile);
    }

    // RFC 2046 §5.2: types below message/ allow no base64.
    private static MimePart? InBase64(MimePart part)
    {
        if (!part.ContentType.IsMimeType("message", "*"))
        {
            part.ContentTransferEncoding = ContentEncoding.Base64;
            return null;
        }
        return new MimePart("application", "octet-stream")
        {
            Content = part.Content,
            ContentTransferEncoding = ContentEncoding.Base64,
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            FileName = part.FileName,
        };
    }
}
