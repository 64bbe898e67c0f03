using MimeKit;

namespace Postern.Core.Mime;

/// <summary>
/// Reads the name of an attached file (RFC 2183 §2.3, RFC 2231), also where its octets or its charset are not what they
/// should be, or the type of the disposition is missing.
/// </summary>
internal static class FileNames
{
    public static string? Of(MimeEntity entity, MailCharsets charsets) =>
        OfDisposition(entity, charsets) ?? OfType(entity, charsets);

    private static string? OfDisposition(MimeEntity entity, MailCharsets charsets)
    {
        if (Raw(entity, HeaderId.ContentDisposition) is not { } raw)
            return null;
        var value = HeaderText.Normalise(raw, charsets);
        if (ExtendedName.Read(value, charsets) is { Length: > 0 } extended)
            return extended;
        if (ReferenceEquals(value, raw) && entity.ContentDisposition is { FileName: { Length: > 0 } name })
            return name;
        return NameIn(value) ?? NameIn([.. "attachment; "u8, .. value]);
    }

    private static string? NameIn(byte[] disposition) =>
        ContentDisposition.TryParse(disposition, out var read) && read.FileName is { Length: > 0 } name ? name : null;

    private static string? OfType(MimeEntity entity, MailCharsets charsets)
    {
        if (Raw(entity, HeaderId.ContentType) is not { } raw)
            return null;
        var value = HeaderText.Normalise(raw, charsets);
        if (ExtendedName.Read(value, charsets) is { Length: > 0 } extended)
            return extended;
        if (!ReferenceEquals(value, raw) && ContentType.TryParse(value, out var type))
            return type.Name;
        return entity.ContentType.Name;
    }

    private static byte[]? Raw(MimeEntity entity, HeaderId id) =>
        entity.Headers.FirstOrDefault(field => field.Id == id)?.RawValue;
}
