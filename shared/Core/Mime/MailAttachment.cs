namespace Postern.Core.Mime;

/// <summary>
/// An attached file. Its content is decoded when it is opened, so that a large file is not in memory twice.
/// </summary>
public sealed record MailAttachment
{
    /// <summary>File name without folders; derived from the media type when the mail has none.</summary>
    public required string FileName { get; init; }

    /// <summary>Media type in lower case, for example <c>image/png</c>.</summary>
    public required string ContentType { get; init; }

    /// <summary>Content-ID without angle brackets (RFC 2392), or null.</summary>
    public string? ContentId { get; init; }

    /// <summary>
    /// Whether the sender marked it <c>inline</c> (RFC 2183 §2.1), or it belongs to the HTML (RFC 2387).
    /// </summary>
    public bool IsInline { get; init; }

    /// <summary>Opens the decoded content. The streams of one mail share its bytes: read only one at a time.</summary>
    public required Func<Stream> Open { get; init; }

    /// <summary>The whole decoded content.</summary>
    public byte[] ReadAllBytes()
    {
        using var content = Open();
        using var buffer = new MemoryStream();
        content.CopyTo(buffer);
        return buffer.ToArray();
    }
}
