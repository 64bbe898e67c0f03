using MimeKit;
using MimeKit.Cryptography;

namespace Postern.Core.Delivery;

/// <summary>
/// Chooses the transfer encoding of each part (RFC 2045 §6), reading its content once: as plain as the server takes it,
/// and in base64 what no text encoding carries unchanged.
/// </summary>
internal static class PartEncoding
{
    // As MimeKit: from this share of octets above 127 on, base64 is about as short as quoted-printable.
    private const double Base64Share = 0.17;

    /// <summary>Encodes an entity and its parts. What replaces the entity itself; null when it stays.</summary>
    /// <param name="entity">The entity, which is changed.</param>
    /// <param name="constraint">What may be sent: 7 bits, or 8; null = what is encoded otherwise stays.</param>
    /// <param name="line">The longest line of a text that is not encoded, in octets.</param>
    public static MimeEntity? Encode(MimeEntity entity, EncodingConstraint? constraint, int line)
    {
        switch (entity)
        {
            // Another encoding would break the signature.
            case MultipartSigned signed:
                EncodeAll(signed, constraint: null, line);
                return null;
            case Multipart parts:
                EncodeAll(parts, constraint, line);
                return null;
            case MimePart { Content: not null } part:
                return EncodePart(part, constraint, line);
            default:
                if (constraint is { } bits)
                    entity.Prepare(bits, line);
                return null;
        }
    }

    private static void EncodeAll(Multipart parts, EncodingConstraint? constraint, int line)
    {
        for (var i = 0; i < parts.Count; i++)
        {
            if (Encode(parts[i], constraint, line) is { } other)
                parts[i] = other;
        }
    }

    private static MimePart? EncodePart(MimePart part, EncodingConstraint? constraint, int line)
    {
        var current = part.ContentTransferEncoding;
        if (current == ContentEncoding.Base64)
            return null;
        var isEncoded = current is ContentEncoding.QuotedPrintable or ContentEncoding.UUEncode;
        if (constraint is not null && !isEncoded && !IsText(part))
        {
            part.ContentTransferEncoding = ContentEncoding.Base64;
            return null;
        }
        using var content = new WireStream();
        part.Content!.DecodeTo(content);
        content.Flush();
        if (NeedsBase64(part, content))
            return InBase64(part);
        if (!isEncoded && constraint is { } bits)
            Choose(part, Best(content, bits, line));
        return null;
    }

    private static bool IsText(MimePart part) =>
        part.ContentType.IsMimeType("text", "*") || part.ContentType.IsMimeType("message", "*");

    // LF is the line end of displayed text in memory. In a file every octet counts.
    private static bool NeedsBase64(MimePart part, WireStream content)
    {
        var isFile = part is not TextPart || part.IsAttachment || part.FileName is not null;
        return content.HasBareReturn || content.HasNul || (content.HasBareFeed && isFile);
    }

    private static ContentEncoding Best(WireStream content, EncodingConstraint constraint, int line)
    {
        var sevenBit = constraint == EncodingConstraint.SevenBit;
        if (sevenBit && content.EightBit > 0)
            return content.EightBit >= (int)(content.Length * Base64Share)
                ? ContentEncoding.Base64
                : ContentEncoding.QuotedPrintable;
        if (content.HasMailboxLine || content.LongestLine > line)
            return ContentEncoding.QuotedPrintable;
        return content.EightBit > 0 ? ContentEncoding.EightBit : ContentEncoding.SevenBit;
    }

    // 7 bits is what a part without the field has.
    private static void Choose(MimePart part, ContentEncoding best)
    {
        var current = part.ContentTransferEncoding;
        if (current != best && (current != ContentEncoding.Default || best != ContentEncoding.SevenBit))
            part.ContentTransferEncoding = best;
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
