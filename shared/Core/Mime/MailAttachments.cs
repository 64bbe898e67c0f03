using MimeKit;
using MimeKit.IO;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// Converts a MIME part to an attachment: a file unchanged, a mail inside the mail to an <c>.eml</c> file.
/// </summary>
internal static class MailAttachments
{
    private const int LongestName = 200;
    private const int LongestExtension = 20;

    // RFC 6838 §4.2: 127 characters on either side of the slash.
    private const int LongestType = 255;

    private static readonly char[] ForbiddenInNames = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    public static MailAttachment Of(MimeEntity entity, bool inRelated, MailCharsets charsets) =>
        new()
        {
            FileName = Name(entity, charsets),
            ContentType = ContentType(entity),
            ContentId = MessageIds.Read(entity.ContentId) is [var id, ..] ? id : null,
            IsInline = entity.ContentDisposition is { } disposition
                ? !disposition.IsAttachment
                : inRelated && entity.ContentId is not null,
            Open = () => Content(entity),
        };

    private static string ContentType(MimeEntity entity) =>
        entity.ContentType.MimeType is { Length: <= LongestType } type
            ? type.ToLowerInvariant()
            : "application/octet-stream";

    private static Stream Content(MimeEntity entity) =>
        entity switch
        {
            MimePart { Content: { } content } => content.Open(),
            MessagePart { Message: { } message } => Serialize(message),
            _ => Stream.Null,
        };

    private static MemoryBlockStream Serialize(MimeMessage message)
    {
        var stream = new MemoryBlockStream();
        message.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }

    private static string Name(MimeEntity entity, MailCharsets charsets)
    {
        var name = PlainName(FileNames.Of(entity, charsets));
        if (name.Length > 0)
            return name;
        return entity is MessagePart { Message.Subject: { } subject } && PlainName(subject) is { Length: > 0 } title
            ? $"{title}.eml"
            : $"attachment{Extension(entity)}";
    }

    /// <summary>
    /// The file name without folders, invisible characters and those that file systems forbid; "" without one.
    /// </summary>
    public static string PlainName(string? name)
    {
        if (name is null)
            return "";
        var file = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        var allowed = ShownText.Clean(file).Select(c => ForbiddenInNames.Contains(c) ? '_' : c);
        return Shorten(string.Concat(allowed).Trim(' ', '.'));
    }

    private static string Shorten(string name)
    {
        if (name.Length <= LongestName)
            return name;
        var extension = Path.GetExtension(name) is { Length: <= LongestExtension } known ? known : "";
        return CutText.At(name, LongestName - extension.Length) + extension;
    }

    private static string Extension(MimeEntity entity)
    {
        if (entity is MessagePart)
            return ".eml";
        return MimeTypes.TryGetExtension(entity.ContentType.MimeType, out var extension) ? extension : ".bin";
    }
}
