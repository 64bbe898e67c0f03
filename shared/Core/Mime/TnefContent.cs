using System.Buffers.Binary;
using MimeKit;
using Postern.Core.Text;

namespace Postern.Core.Mime;

/// <summary>
/// The files and, if any, the body in the TNEF part of an Outlook mail (<c>winmail.dat</c>, MS-OXTNEF).
/// </summary>
internal sealed class TnefContent
{
    // Attributes (MS-OXTNEF §2.1.3.3).
    private const uint OemCodepage = 0x00069007;
    private const uint Body = 0x0002800C;
    private const uint MessageProperties = 0x00069003;
    private const uint AttachRendering = 0x00069002;
    private const uint AttachTitle = 0x00018010;
    private const uint AttachData = 0x0006800F;
    private const uint AttachProperties = 0x00069005;

    // Ids of MAPI properties (MS-OXPROPS).
    private const int BodyText = 0x1000;
    private const int BodyHtml = 0x1013;
    private const int AttachDataProperty = 0x3701;
    private const int AttachLongFilename = 0x3707;
    private const int AttachMimeTag = 0x370E;
    private const int AttachContentId = 0x3712;

    private readonly List<TnefFile> files = [];
    private string? charset;
    private string? text;
    private string? html;

    private TnefContent() { }

    public BodySegment Segment => new(text, html);

    public IEnumerable<MailAttachment> Attachments =>
        files.Where(file => file.Data is not null).Select(file => file.ToAttachment());

    /// <summary>
    /// Null when the part is damaged or has neither files nor a body; it then remains an attachment itself.
    /// </summary>
    public static TnefContent? TryRead(MimePart part, ReadingBudget budget)
    {
        using var buffer = new MemoryStream();
        part.Content?.DecodeTo(buffer);
        budget.Take(5 * buffer.Length);
        var content = new TnefContent();
        if (!content.Read(buffer.GetBuffer().AsSpan(0, (int)buffer.Length)))
            return null;
        var hasBody = !string.IsNullOrWhiteSpace(content.text ?? content.html);
        return hasBody || content.Attachments.Any() ? content : null;
    }

    /// <summary>False when the data is damaged.</summary>
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
            case OemCodepage when value.Length >= 4:
                charset = $"windows-{BinaryPrimitives.ReadUInt32LittleEndian(value)}";
                return true;
            case Body:
                text = Text(value);
                return true;
            case MessageProperties:
                return AddMessageProperties(value);
            case AttachRendering:
                files.Add(new TnefFile());
                return true;
            default:
                return files.Count == 0 || AddToFile(files[^1], tag, value);
        }
    }

    private bool AddMessageProperties(byte[] value)
    {
        var reader = new TnefReader(value);
        var properties = reader.ReadProperties();
        if (properties.TryGetValue(BodyText, out var plain))
            text = Text(plain);
        if (properties.TryGetValue(BodyHtml, out var rich))
            html = PartText.Clean(TextDecoding.Decode(rich, TextDecoding.CharsetOfHtml(rich)));
        return !reader.IsDamaged;
    }

    private bool AddToFile(TnefFile file, uint tag, byte[] value)
    {
        switch (tag)
        {
            case AttachTitle:
                file.Name ??= Text(value);
                return true;
            case AttachData:
                file.Data = value;
                return true;
            case AttachProperties:
                return AddFileProperties(file, value);
            default:
                return true;
        }
    }

    private bool AddFileProperties(TnefFile file, byte[] value)
    {
        var reader = new TnefReader(value);
        var properties = reader.ReadProperties();
        if (properties.TryGetValue(AttachLongFilename, out var name))
            file.Name = Text(name);
        if (properties.TryGetValue(AttachMimeTag, out var type))
            file.Type = Text(type);
        if (properties.TryGetValue(AttachContentId, out var id))
            file.ContentId = Text(id);
        // Of an embedded mail, the data is a GUID of 16 bytes and TNEF.
        if (properties.TryGetValue(AttachDataProperty, out var data))
            file.Data ??= data;
        return !reader.IsDamaged;
    }

    private string Text(byte[] value) => PartText.Clean(TextDecoding.DecodeUtf8Or(charset, value)).TrimEnd('\0');
}
