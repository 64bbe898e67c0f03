using MimeKit;

namespace Postern.Core.Mime;

/// <summary>A file inside TNEF data, filled while its attributes are parsed one after the other.</summary>
internal sealed class TnefFile
{
    public string? Name { get; set; }

    public string? Type { get; set; }

    public string? ContentId { get; set; }

    public byte[]? Data { get; set; }

    public MailAttachment ToAttachment()
    {
        var (name, data) = (MailAttachments.PlainName(Name), Data ?? []);
        return new MailAttachment
        {
            FileName = name.Length > 0 ? name : "attachment.bin",
            ContentType = (string.IsNullOrWhiteSpace(Type) ? MimeTypes.GetMimeType(name) : Type).ToLowerInvariant(),
            ContentId = MessageIds.Read(ContentId) is [var id, ..] ? id : null,
            IsInline = ContentId is not null,
            Open = () => new MemoryStream(data, writable: false),
        };
    }
}
