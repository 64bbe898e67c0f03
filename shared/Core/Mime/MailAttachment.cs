namespace Postern.Core.Mime;

/// <summary>A file that came with a mail. Its content is decoded when it is opened, so that a large one is not held twice.</summary>
public sealed record MailAttachment
{
    /// <summary>File name without any folder; made from the type when the mail gives none.</summary>
    public required string FileName { get; init; }

    /// <summary>Media type in lower case, for example <c>image/png</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Content-ID without angle brackets (RFC 2392), or null.</summary>
    public string? ContentId { get; init; }

    /// <summary>True when the sender marked it <c>inline</c> (RFC 2183 §2.1), or it is a part that the HTML refers to (RFC 2387).</summary>
    public bool IsInline { get; init; }

    /// <summary>Opens the decoded content. Streams of one mail share its bytes: read one at a time.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>The decoded content as a whole.</summary>
    public byte[] ReadAllBytes()
    {
        using var content = Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
