namespace Postern.Contracts.Queues;

/// <summary>
/// An attachment: its bytes as <see cref="Content"/>, a program's blob as <see cref="Blob"/>, or, in a post, the
/// <see cref="Attachment"/> of an earlier <see cref="Message"/> on the same thread. Exactly one of the three is given.
/// </summary>
public sealed record AttachmentItem
{
    /// <summary>The media type where none is given.</summary>
    public const string DefaultType = "application/octet-stream";

    /// <summary>
    /// File name; required with <see cref="Content"/> and <see cref="Blob"/>, otherwise null = that of the attachment.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>
    /// Media type (RFC 2045 §5), for example <c>application/pdf</c>; null = <see cref="DefaultType"/>, or that of the
    /// attachment of <see cref="Message"/>.
    /// </summary>
    public string? Type { get; init; }

    /// <summary>The file in base64.</summary>
    public string? Content { get; init; }

    /// <summary>
    /// Name of a blob in the container <c>mail-content</c> that holds the file. Names of the gateway's own content,
    /// in <c>postern/</c> and <c>sha256/</c>, are refused.
    /// </summary>
    public string? Blob { get; init; }

    /// <summary>Key of a message on the thread of the post, one of whose attachments is attached again.</summary>
    public string? Message { get; init; }

    /// <summary>Position of that attachment in the message's <c>attachments</c>, from 0.</summary>
    public int? Attachment { get; init; }
}
