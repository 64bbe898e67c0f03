using MimeKit;
using MimeKit.IO;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>Makes an attachment of a MIME part: files as they are, a mail inside the mail as an <c>.eml</c> file.</summary>
internal static class MailAttachments
{
    private const int LongestName = 200;
    private const int LongestExtension = 20;

    // RFC 6838 §4.2: 127 characters on either side.
    private const int LongestType = 255;

    private static readonly char[] NotInNames = ['/', '\\', ':', '*', '?', '"', '<', '>', '|'];

    public static MailAttachment Of(MimeEntity entity, bool inRelated) =>
        new()
        {
            FileName = Name(entity),
            ContentType = entity.ContentType.MimeType is { Length: <= LongestType } type
                ? type.ToLowerInvariant()
                : "application/octet-stream",
            ContentId = MessageIds.Read(entity.ContentId) is [var id, ..] ? id : null,
            IsInline = entity.ContentDisposition is { } disposition
                ? !disposition.IsAttachment
                : inRelated && entity.ContentId is not null,
            Open = () => Content(entity),
        };

    private static Stream Content(MimeEntity entity) =>
        entity switch
        {
            MimePart { Content: { } content } => content.Open(),
            MessagePart { Message: { } message } => Written(message),
            _ => Stream.Null,
        };

    private static MemoryBlockStream Written(MimeMessage message)
    {
        var written = new MemoryBlockStream();
        message.WriteTo(written);
        written.Position = 0;
        return written;
    }

    private static string Name(MimeEntity entity)
    {
        var given = entity.ContentDisposition?.FileName ?? entity.ContentType.Name;
        var name = PlainName(given);
        if (name.Length > 0)
            return name;
        return entity is MessagePart { Message.Subject: { } subject } && PlainName(subject) is { Length: > 0 } title
            ? $"{title}.eml"
            : $"attachment{Extension(entity)}";
    }

    // The name of a file never says where it is kept.
    public static string PlainName(string? name)
    {
        if (name is null)
            return "";
        var file = name[(name.LastIndexOfAny(['/', '\\']) + 1)..];
        return Short(
            string.Concat(file.Select(c => char.IsControl(c) || NotInNames.Contains(c) ? '_' : c)).Trim(' ', '.')
        );
    }

    private static string Short(string name)
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
