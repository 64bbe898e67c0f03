using System.Buffers.Binary;
using MimeKit;

namespace Postern.Core.Mime;

/// <summary>What an Outlook wrapper (TNEF, <c>winmail.dat</c>; MS-OXTNEF) holds: the files and, when it has one, the body.</summary>
internal sealed class TnefContent
{
    private readonly List<TnefFile> files = [];
    private string? charset;
    private string? text;
    private string? html;

    private TnefContent() { }

    public BodySegment Body => new(text, html);

    public IEnumerable<MailAttachment> Attachments =>
        files.Where(file => file.Data is not null).Select(file => file.ToAttachment());

    /// <summary>Null when the part is damaged or holds nothing that is known: then it stays an attachment itself.</summary>
    public static TnefContent? TryRead(MimePart part)
    {
        using var buffer = new MemoryStream();
        part.Content?.DecodeTo(buffer);
        var content = new TnefContent();
        var isWhole = content.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
        return isWhole && (content.Attachments.Any() || !string.IsNullOrWhiteSpace(content.text ?? content.html))
            ? content
            : null;
    }

    private bool Read(ReadOnlySpan<byte> data)
    {
        var reader = new TnefReader(data);
        if (!reader.ReadSignature())
            return false;
        while (!reader.IsEmpty && !reader.IsDamaged)
        {
            var (tag, value) = reader.ReadAttribute();
            if (!reader.IsDamaged && !Add(tag, value))
                return false;
        }
        return !reader.IsDamaged;
    }

    private bool Add(uint tag, byte[] value)
    {
        switch (tag)
        {
            case 0x00069007 when value.Length >= 4:
                charset = $"windows-{BinaryPrimitives.ReadUInt32LittleEndian(value)}";
                return true;
            case 0x0002800C:
                text = Text(value);
                return true;
            case 0x00069003:
                return AddMessageProperties(value);
            case 0x00069002:
                files.Add(new TnefFile());
                return true;
            case 0x00018010 when files.Count > 0:
                files[^1].Name ??= Text(value);
                return true;
            case 0x0006800F when files.Count > 0:
                files[^1].Data = value;
                return true;
            case 0x00069005 when files.Count > 0:
                return AddFileProperties(value, files[^1]);
            default:
                return true;
        }
    }

    private bool AddMessageProperties(byte[] value)
    {
        var reader = new TnefReader(value);
        var properties = reader.ReadProperties();
        if (properties.TryGetValue(0x1000, out var plain))
            text = Text(plain);
        if (properties.TryGetValue(0x1013, out var rich))
            html = PartText.Clean(TextDecoding.Decode(rich, TextDecoding.CharsetOfHtml(rich)));
        return !reader.IsDamaged;
    }

    private bool AddFileProperties(byte[] value, TnefFile file)
    {
        var reader = new TnefReader(value);
        var properties = reader.ReadProperties();
        if (properties.TryGetValue(0x3707, out var name))
            file.Name = Text(name);
        if (properties.TryGetValue(0x370E, out var type))
            file.Type = Text(type);
        if (properties.TryGetValue(0x3712, out var id))
            file.ContentId = Text(id);
        // A mail inside is an object: 16 bytes say which, then TNEF again.
        if (properties.TryGetValue(0x3701, out var data))
            file.Data ??= data;
        return !reader.IsDamaged;
    }

    private string Text(byte[] value) => PartText.Clean(TextDecoding.DecodeUtf8Or(charset, value)).TrimEnd('\0');
}
