namespace Postern.Contracts.Queues;

/// <summary>An attachment: either <see cref="Content"/> or <see cref="Blob"/> is set.</summary>
public sealed record AttachmentItem
{
    /// <summary>File name.</summary>
    public required string Name { get; init; }

    /// <summary>
    /// Media type (RFC 2045 §5), for example <c>application/pdf</c>; default <c>application/octet-stream</c>.
    /// </summary>
    public string Type { get; init; } = "application/octet-stream";

    /// <summary>The file in base64.</summary>
    public string? Content { get; init; }

    /// <summary>Name of a blob in the container <c>mail-content</c> that holds the file.</summary>
    public string? Blob { get; init; }
}
