namespace Postern.Contracts.Queues;

/// <summary>A file that goes with a message: base64 of its bytes, or the name of a blob in <c>mail-content</c>.</summary>
public sealed record AttachmentItem
{
    public required string Name { get; init; }

    /// <summary>Media type (RFC 2045 §5), for example <c>application/pdf</c>.</summary>
    public string Type { get; init; } = "application/octet-stream";

    public string? Content { get; init; }

    public string? Blob { get; init; }
}
